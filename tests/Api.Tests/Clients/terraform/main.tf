terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "AKIDEXAMPLEADMIN0"
  secret_key                  = "not-a-secret-at-all"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  endpoints {
    workspaces = var.url
    ds         = var.url
    kms        = var.url
  }
}
variable "url" { type = string }
variable "mode" { 
  type = string
  default = "AUTO_STOP" 
}
resource "aws_kms_key" "volumes" {
  description             = "Volumes of desktops"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  tags                    = { team = "desktops" }
}
resource "aws_kms_alias" "volumes" {
  name          = "alias/volumes"
  target_key_id = aws_kms_key.volumes.key_id
}
resource "aws_directory_service_directory" "corp" {
  name     = "corp.example.com"
  password = "Secret-123456"
  size     = "Small"
  vpc_settings {
    vpc_id     = "vpc-12345678"
    subnet_ids = ["subnet-aaaaaaaa", "subnet-bbbbbbbb"]
  }
  tags = { team = "desktops" }
}
resource "aws_workspaces_ip_group" "office" {
  name        = "office"
  description = "The office"
  rules {
    source      = "10.0.0.0/8"
    description = "inside"
  }
  tags = { team = "desktops" }
}
resource "aws_workspaces_directory" "corp" {
  directory_id = aws_directory_service_directory.corp.id
  subnet_ids   = ["subnet-aaaaaaaa", "subnet-bbbbbbbb"]
  ip_group_ids = [aws_workspaces_ip_group.office.id]
  tags         = { team = "desktops", stage = "test" }
  self_service_permissions {
    restart_workspace = true
  }
  workspace_access_properties {
    device_type_android    = "ALLOW"
    device_type_chromeos   = "ALLOW"
    device_type_ios        = "ALLOW"
    device_type_linux      = "DENY"
    device_type_osx        = "ALLOW"
    device_type_web        = "DENY"
    device_type_windows    = "DENY"
    device_type_zeroclient = "DENY"
  }
  workspace_creation_properties {
    user_enabled_as_local_administrator = true
  }
}
data "aws_workspaces_bundle" "standard" {
  bundle_id = "wsb-standard"
}
resource "aws_workspaces_workspace" "jane" {
  directory_id                   = aws_workspaces_directory.corp.id
  bundle_id                      = data.aws_workspaces_bundle.standard.id
  user_name                      = "Jane.Doe"
  root_volume_encryption_enabled = true
  user_volume_encryption_enabled = true
  volume_encryption_key          = "alias/aws/workspaces"
  workspace_properties {
    running_mode                              = var.mode
    running_mode_auto_stop_timeout_in_minutes = var.mode == "AUTO_STOP" ? 60 : null
    root_volume_size_gib = 80
    user_volume_size_gib = 50
    compute_type_name = "STANDARD"
  }
  tags = { team = "desktops" }
}

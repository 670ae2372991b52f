using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Activation;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// Whatever can be asked by hand, at any moment and mostly without asking whether it makes sense. A refusal is as good an answer as any; that it
/// changes nothing is for the judges to see.
/// </summary>
internal sealed class Administrators(ChaosScript script, Dice dice)
{
    private static readonly LicensedWindows Ten = new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume);

    /// <summary>Captures and imports so far: what is made of images names one of them.</summary>
    private readonly List<(string Token, ImageId Image)> _images = [];
    private readonly List<BundleId> _bundles = [];

    /// <summary>What comes next.</summary>
    public Func<ChaosView, Ask?> Next(ChaosDesktop desktop, int number)
    {
        return dice.Next(100) switch
        {
            < 10 => Meddle(null, number),
            < 58 => ForDesktop(desktop, number),
            < 68 => Guest(desktop, number),
            < 76 => ForKey(number),
            < 84 => ForImages(desktop, number),
            < 94 => ForAccount(number),
            _ => Nonsense(desktop, number),
        };
    }

    /// <summary>Into the middle of something: while a desktop is on its way from one state to another.</summary>
    /// <param name="desktop">Null: any that is on its way by then.</param>
    public Func<ChaosView, Ask?> Meddle(ChaosDesktop? desktop, int number)
    {
        var (way, isHealthy, root, on) = (dice.Next(12), dice.Next(3) == 0, dice.Next(2) == 0, dice.Next(2) == 0);
        return view =>
        {
            var target = desktop ?? script.Desktops.FirstOrDefault(one => view.WorkSpace(one.Id) is { } state && state.Lifecycle.IsTransitional());
            if (target is null || view.WorkSpace(target.Id) is not { } found)
                return null;
            var id = ChaosScript.Id(view, Token("meddle", number));
            return (way, found.Slot) switch
            {
                (0, _) => new(Entity.Of(target.Id), new TerminateWorkSpace(id)),
                (1 or 2, _) => new(Entity.Of(target.Id), new RebootWorkSpace(id)),
                (3, _) => new(Entity.Of(target.Id), new RebuildWorkSpace(id)),
                (4 or 5, _) => new(Entity.Of(target.Id), new RestoreWorkSpace(id, root)),
                (6, _) => new(Entity.Of(target.Id), new SetAdminMaintenance(id, on)),
                (7, _) => new(Entity.Of(target.Id), new StopWorkSpace(id)),
                (8 or 9, { } slot) => new(Entity.Of(target.Id), new HealthReported(slot.Epoch, isHealthy, $"probe of epoch {slot.Epoch}")),
                (_, { } slot) => new(Entity.Of(slot.Host), new LoseHost("it has had enough")),
                _ => null,
            };
        };
    }

    private static Func<ChaosView, Ask?> To(ChaosDesktop desktop, string token, Func<OperationId, Command> command) =>
        view => new(Entity.Of(desktop.Id), command(ChaosScript.Id(view, token)));

    /// <summary>What has no operation id of its own gets one, as the client's calls do.</summary>
    private static Func<ChaosView, Ask?> To(Entity entity, string token, Command command) =>
        view => new(entity, new Once(ChaosScript.Id(view, token), command));

    private static Func<ChaosView, Ask?> To(ChaosDesktop desktop, Func<ChaosView, Command?> command) =>
        view => command(view) is { } asked ? new(Entity.Of(desktop.Id), asked) : null;

    private static string Token(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}-{number}");

    private Func<ChaosView, Ask?> ForDesktop(ChaosDesktop desktop, int number)
    {
        switch (dice.Next(24))
        {
            case 0 or 1 or 2:
                return To(desktop, Token("stop", number), id => new StopWorkSpace(id));
            case 3 or 4 or 5:
                return To(desktop, Token("start", number), id => new StartWorkSpace(id));
            case 6 or 7 or 8:
                return To(desktop, Token("reboot", number), id => new RebootWorkSpace(id));
            case 9 or 10:
                var from = dice.Pick([RebuildFrom.AsLaunched, RebuildFrom.CurrentBundleImage]);
                return To(desktop, Token("rebuild", number), id => new RebuildWorkSpace(id) { From = from });
            case 11 or 12:
                var root = dice.Next(2) == 0;
                return To(desktop, Token("restore", number), id => new RestoreWorkSpace(id, root));
            case 13 or 14 or 15:
                return Modify(desktop, number);
            case 16 or 17 or 18:
                var on = dice.Next(3) > 0;
                return To(desktop, Token("admin", number), id => new SetAdminMaintenance(id, on));
            case 19:
                return To(desktop, Token("terminate", number), id => new TerminateWorkSpace(id));
            case 20:
                return To(desktop, view => new AnnounceUpdate($"{view.Now.InUtc().Year}-{number}", view.Now));
            case 21:
                return Again(desktop, number);
            default:
                return Health(desktop);
        }
    }

    private Func<ChaosView, Ask?> Modify(ChaosDesktop desktop, int number)
    {
        RunningMode? mode = dice.Pick<RunningMode?>([null, RunningMode.AlwaysOn, RunningMode.AutoStop]);
        Duration? period = mode == RunningMode.AlwaysOn ? null : dice.Pick<Duration?>([null, Duration.FromHours(1), Duration.FromHours(4), Duration.FromMinutes(61)]);
        return To(desktop, Token("modify", number), id => new ModifyWorkSpace(id, mode, period));
    }

    /// <summary>Somebody whose desktop is gone, or never came, has another one.</summary>
    private static Func<ChaosView, Ask?> Again(ChaosDesktop desktop, int number) => view =>
    {
        var launch = desktop.Launch with { OperationId = ChaosScript.Id(view, Token(desktop.User.Value, number)) };
        return new(Entity.Of(launch.OperationId.ToWorkSpaceId()), launch);
    };

    private Func<ChaosView, Ask?> Health(ChaosDesktop desktop)
    {
        var isHealthy = dice.Next(2) == 0;
        return To(desktop, view => view.WorkSpace(desktop.Id)?.Slot is { } slot ? new HealthReported(slot.Epoch, isHealthy, $"probe of epoch {slot.Epoch}") : null);
    }

    private Func<ChaosView, Ask?> Guest(ChaosDesktop desktop, int number)
    {
        var client = dice.Pick<SignInClient>([new(ClientKind.Windows), new(ClientKind.Chrome, ClientRules.OldestChrome), new(ClientKind.Chrome, 12), new(ClientKind.ZeroClient)]);
        var code = dice.Pick<string?>([null, ChaosFleet.Code, "000000"]);
        switch (dice.Next(9))
        {
            case 0 or 1 or 2:
                return To(desktop, Token("client", number), id => new Connect(id, desktop.User, new(Token("client", number))) { Client = client, Code = code });
            case 3:
                return To(desktop, Token("tags", number), id => new CreateTags(id, [new("number", Token("", number))]));
            case 4:
                return To(desktop, Token("untag", number), id => new DeleteTags(id, ["number"]));
            case 5:
                return To(desktop, Token("give", number), id => new AssignApplication(id, new("crm"), ApplicationSource.Marketplace));
            case 6:
                return To(desktop, Token("run", number), id => new LaunchApplication(id, new("crm")));
            case 7:
                return To(desktop, Token("take", number), id => new RemoveApplication(id, new("crm")));
            default:
                return To(desktop, Token("sent", number), id => new MeterTraffic(id, 1 << 20, 1 << 22));
        }
    }

    private Func<ChaosView, Ask?> ForKey(int number)
    {
        Command command = dice.Next(6) switch
        {
            0 or 1 => new EnableKey(dice.Next(2) == 0),
            2 => new PermitKey(dice.Next(2) == 0),
            3 => new SetSeatLimit(dice.Between(0, 30)),
            4 => new ScheduleKeyDeletion(7),
            _ => new CancelKeyDeletion(),
        };
        return To(Entity.Of(ChaosFleet.Key), Token("key", number), command);
    }

    private Func<ChaosView, Ask?> ForImages(ChaosDesktop desktop, int number)
    {
        switch (dice.Next(7))
        {
            case 0:
                return view =>
                {
                    var id = ChaosScript.Id(view, Token("capture", number));
                    _images.Add((Token("capture", number), id.ToImageId()));
                    return new(Entity.Of(desktop.Id), new CaptureImage(id, "golden"));
                };
            case 1:
                return view =>
                {
                    var id = ChaosScript.Id(view, Token("import", number));
                    _images.Add((Token("import", number), id.ToImageId()));
                    return new(Entity.Of(ChaosFleet.Account, id.ToImageId()), new ImportImage(id, ChaosFleet.Account, "own", HardwareFamily.General, Language.EnglishUS, Ten, new(Token("ami", number))));
                };
            case 2 or 3:
                return view => AnyImage(number) is { } image ? MakeBundle(view, number, image) : null;
            case 4:
                return view => AnyImage(number) is { } image ? new(Entity.Of(ChaosFleet.Account, image), new DeleteImage(ChaosScript.Id(view, Token("delete-image", number)))) : null;
            case 5:
                return view => AnyImage(number) is { } image ? Copy(view, number, image) : null;
            default:
                return view => _bundles.Count == 0 ? null : new(Entity.Of(ChaosFleet.Account, _bundles[number % _bundles.Count]), OnBundle(view, number));
        }
    }

    private ImageId? AnyImage(int number) => _images.Count == 0 ? null : _images[number % _images.Count].Image;

    private Ask MakeBundle(ChaosView view, int number, ImageId image)
    {
        var id = ChaosScript.Id(view, Token("bundle", number));
        _bundles.Add(id.ToBundleId());
        return new(Entity.Of(ChaosFleet.Account, id.ToBundleId()), new CreateBundle(id, ChaosFleet.Account, Token("bundle", number), Hardware.Standard, image));
    }

    private static Ask Copy(ChaosView view, int number, ImageId image)
    {
        var id = ChaosScript.Id(view, Token("copy", number));
        return new(Entity.Of(ChaosFleet.Account, id.ToImageId()), new CopyImage(id, ChaosFleet.Account, "copy", ChaosFleet.Account, image));
    }

    private Command OnBundle(ChaosView view, int number) => (number % 3) switch
    {
        0 => new PublishBundle(ChaosScript.Id(view, Token("publish", number)), number % 2 == 0),
        1 => new DeleteBundle(ChaosScript.Id(view, Token("delete-bundle", number))),
        _ => new UpdateBundle(ChaosScript.Id(view, Token("update-bundle", number)), AnyImage(number) ?? new("wsi-none")),
    };

    private Func<ChaosView, Ask?> ForAccount(int number)
    {
        var (desktop, directory) = (script.AnyDesktop(), dice.Pick([ChaosFleet.Own, ChaosFleet.Shared]));
        var allow = dice.Pick([AccessSettings.Allow, AccessSettings.Deny]);
        return dice.Next(8) switch
        {
            0 or 1 => To(Entity.Of(desktop.Directory, desktop.User), Token("user", number), new EnableUser(dice.Next(3) > 0)),
            2 => To(Entity.Of(ChaosFleet.Account), Token("limits", number), new SetLimits(dice.Between(0, 40), dice.Next(2) == 0)),
            3 => To(Entity.Of(directory), Token("web", number), new ConfigureDirectory(ChaosFleet.Account, Setting(AccessSettings.NameOf(ClientKind.Chrome), allow))),
            4 => To(Entity.Of(ChaosFleet.Shared), Token("factor", number), new ConfigureSecondFactor(ChaosFleet.Account, dice.Next(2) == 0 ? new(["10.0.0.5"]) : null)),
            5 => To(Entity.Of(directory), Token("code", number), new SetCode(dice.Pick<string?>([null, ChaosFleet.Code]))),
            6 => To(Entity.Of(directory), Token("reach", number), new SetActivationReach(dice.Next(2) == 0)),
            _ => To(Entity.Of(new HostPoolId(ChaosFleet.Account, dice.Pick(ChaosFleet.Zones))), Token("pool", number), new ConfigurePool([], dice.Next(2))),
        };
    }

    private static DirectorySettings Setting(string name, string value) =>
        new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(name, value));

    /// <summary>What cannot be granted, each for a reason of its own.</summary>
    private Func<ChaosView, Ask?> Nonsense(ChaosDesktop desktop, int number)
    {
        var launch = desktop.Launch with { User = UserName.Of(Token("nobody", number)), Encryption = null };
        Func<ChaosView, Ask?> Launch(LaunchWorkSpace wanted) => view =>
        {
            var id = ChaosScript.Id(view, Token("nonsense", number));
            return new(Entity.Of(id.ToWorkSpaceId()), wanted with { OperationId = id });
        };
        return dice.Next(11) switch
        {
            0 => Launch(launch with { Directory = new("d-nowhere") }),
            1 => Launch(launch with { Directory = ChaosFleet.Own, Bundle = BundleId.Named("Standard") }),
            2 => Launch(launch with { Directory = ChaosFleet.Bare, Bundle = ChaosFleet.OwnBundle.Id }),
            3 => Launch(launch with { Directory = ChaosFleet.Shared, Bundle = BundleId.Named("Graphics"), Mode = RunningMode.AlwaysOn, AutoStopPeriod = null }),
            4 => Launch(launch with { Bundle = new("wsb-nothing") }),
            5 => To(desktop, Token("stranger", number), id => new Connect(id, UserName.Of("stranger"), new(Token("stranger", number)))),
            6 => view => new(Entity.Of(new WorkSpaceId("ws-000000000")), new StopWorkSpace(ChaosScript.Id(view, Token("ghost", number)))),
            7 => view => new(Entity.Of(desktop.Id), desktop.Launch with { OperationId = ChaosScript.Id(view, Token("taken", number)) }),
            8 => To(Entity.Of(ChaosFleet.Account), Token("enrol", number), new EnrolLicences(new("A-2", HasSoftwareAssurance: false, Instant.FromUtc(2030, 1, 1, 0, 0)), CommitmentTerms.Usual)),
            9 => To(Entity.Of(ChaosFleet.Own), Token("register", number), new RegisterDirectory(ChaosFleet.Hostless, new("x"), new("y"), IsDedicated: true)),
            _ => To(Entity.Of(ChaosFleet.Shared), Token("deregister", number), new DeregisterDirectory(ChaosFleet.Account)),
        };
    }
}

using System.Text;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Metrics;

/// <summary>The query protocol is another writing of the same request.</summary>
public sealed class QueryReaderTests
{
    private static readonly WireType Shape = WireService.CloudWatch.Operations["GetMetricStatistics"].Input!;

    [Fact]
    public void Read_AForm_IsTheSameRequestInJson()
    {
        var (query, fault) = Read("Action=GetMetricStatistics&Version=2010-08-01&Namespace=AWS%2FWorkSpaces&Dimensions.member.1.Name=WorkspaceId&Dimensions.member.1.Value=ws-1"
            + "&StartTime=2026-03-01T00%3A00%3A00Z&Period=300&Statistics.member.2=Sum&Statistics.member.1=Maximum");

        Assert.Null(fault);
        Assert.Equal("GetMetricStatistics", query!.Action);
        Assert.Equal(
            """{"Namespace":"AWS/WorkSpaces","Dimensions":[{"Name":"WorkspaceId","Value":"ws-1"}],"StartTime":1772323200,"Period":300,"Statistics":["Maximum","Sum"]}""",
            Encoding.UTF8.GetString(query.ToJson(Shape)));
    }

    /// <summary>What does not fit is refused by the shape's own check, as in JSON.</summary>
    [Theory]
    [InlineData("Period=many", "'Period' must be a whole number")]
    [InlineData("StartTime=yesterday", "'StartTime' must be a time")]
    [InlineData("Namespace.member.1=x", "")]
    [InlineData("Dimensions=x", "")]
    [InlineData("Dimensions.member.1=x", "")]
    [InlineData("%=%&&==", "")]
    public void Read_WhatDoesNotFit_IsRefusedByName(string form, string told)
    {
        var (query, fault) = Read(form);
        Assert.Null(fault);

        var (_, error) = WireReader.Read(query!.ToJson(Shape), Shape);

        Assert.Contains(told, error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Period=1&Period=2", "A parameter is given twice.")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.1.2.3.4.5.6.7.8=1", "A parameter's name has too many parts.")]
    public void Read_NoForm_IsRefused(string form, string told) => Assert.Equal(told, Read(form).Error!.Message);

    private static (QueryReader? Query, WireError? Error) Read(string form) => QueryReader.Read(Encoding.UTF8.GetBytes(form));
}

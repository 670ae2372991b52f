using System.Collections.Concurrent;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Kernel;

namespace DeskFleet.Silo.Tests.Kernel;

/// <summary>What readers in the process make of states is theirs until another state is stored, and they learn of it.</summary>
public sealed class LiveStatesTests
{
    private static readonly Entity Desktop = Entity.Of(new WorkSpaceId("ws-123456789"));

    private readonly LiveStates _live = new();

    [Fact]
    public void Find_TheSameState_GivesTheSameForm()
    {
        new LiveStates.Shown(_live, Desktop).Show("first");

        var form = Find();

        Assert.Equal("first", form!.State);
        Assert.Same(form, Find());
        Assert.False(form.IsRetired);
    }

    [Fact]
    public void Show_AnotherState_RetiresTheFormOfTheEarlier()
    {
        var shown = new LiveStates.Shown(_live, Desktop);
        shown.Show("first");
        var form = Find()!;

        shown.Show("second");

        Assert.True(form.IsRetired);
        Assert.Equal("second", Find()!.State);
        Assert.Equal("second", _live.Find<string>(Desktop));
    }

    [Fact]
    public void Hide_NothingIsFoundAnyMore()
    {
        var shown = new LiveStates.Shown(_live, Desktop);
        shown.Show("first");
        var form = Find()!;

        shown.Hide();

        Assert.True(form.IsRetired);
        Assert.Null(Find());
        Assert.Null(_live.Find<string>(Desktop));
    }

    [Fact]
    public void Show_ByTwoActivations_TheLaterOneIsReadWhateverTheEarlierDoes()
    {
        var (earlier, later) = (new LiveStates.Shown(_live, Desktop), new LiveStates.Shown(_live, Desktop));
        earlier.Show("first");
        var form = Find()!;

        later.Show("second");
        earlier.Show("third");
        earlier.Hide();

        Assert.True(form.IsRetired);
        Assert.Equal("second", Find()!.State);
    }

    /// <summary>A form that is not retired would be shown for ever by whoever remembers it.</summary>
    [Fact]
    public async Task Show_WhileReadersMakeForms_LeavesNoneThatIsNotRetiredBehind()
    {
        const int States = 20_000;
        var (shown, made, isOver) = (new LiveStates.Shown(_live, Desktop), new ConcurrentBag<Form>(), false);
        shown.Show("0");
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
                made.Add(Find()!);
        })).ToList();

        for (var i = 1; i <= States; i++)
            shown.Show($"{i}");
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(readers);

        Assert.NotEmpty(made);
        Assert.All(made, form => Assert.Equal(form.State != $"{States}", form.IsRetired));
    }

    private Form? Find() => _live.Find<string, Form>(Desktop, state => new(state));

    private sealed class Form(string state) : ILiveForm
    {
        private volatile bool _isRetired;

        public string State { get; } = state;

        public bool IsRetired => _isRetired;

        public void Retire() => _isRetired = true;
    }
}

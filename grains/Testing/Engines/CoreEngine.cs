using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Testing.Engines;

/// <summary>
/// The kernel without an actor runtime: entities are cells in a dictionary, and a call is a call. No second implementation of
/// anything: the machines, the questions and the records are those of the grains.
/// </summary>
public sealed class CoreEngine(VirtualTime time, RecordStore store, IJournal journal, StandInDriver driver, StandInImageImporter importer) : IFleetEngine
{
    private readonly Dictionary<Entity, Cell> _cells = [];

    public long Calls { get; private set; }

    public ValueTask<Reply> Send(Entity entity, Command command) => new(SendNow(entity, command));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Reply SendNow(Entity entity, Command command)
    {
        if (entity.Kind == EntityKind.Driver)
            return driver.Order((DriverCommand)command);
        if (entity.Kind == EntityKind.ImageImporter)
            return importer.Order((OrderImport)command);
        if (entity.StandIn is { } standIn)
            return CellOf(standIn).Send(command);
        Calls++;
        return CellOf(entity).Send(command);
    }

    private Cell CellOf(Entity entity)
    {
        if (!_cells.TryGetValue(entity, out var cell))
            _cells.Add(entity, cell = Create(entity));
        return cell;
    }

    private Cell Create(Entity entity) => entity.Kind switch
    {
        EntityKind.WorkSpace => new Cell<WorkSpaceState, WorkSpace>(this, entity),
        EntityKind.User => new Cell<UserState, User>(this, entity),
        EntityKind.Directory => new Cell<DirectoryState, Directory>(this, entity),
        EntityKind.DedicatedHost => new Cell<HostState, DedicatedHost>(this, entity),
        EntityKind.HostPool => new Cell<HostPoolState, HostPool>(this, entity),
        EntityKind.Registry => new Cell<RegistryState, Registry>(this, entity),
        EntityKind.Account => new Cell<AccountState, Account>(this, entity),
        EntityKind.Bundle => new Cell<CatalogBundleState, CatalogBundle>(this, entity),
        EntityKind.Image => new Cell<CatalogImageState, CatalogImage>(this, entity),
        EntityKind.Key => new Cell<KeyState, Key>(this, entity),
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, "Not an entity of its own."),
    };

    private abstract class Cell
    {
        public abstract Reply Send(Command command);
    }

    /// <summary>What <c>EntityGrain</c> is in production, without its waiting.</summary>
    private sealed class Cell<TState, TMachine>(CoreEngine engine, Entity self) : Cell
        where TState : class
        where TMachine : IStateMachine<TState>
    {
        private readonly Outbox _outbox = new(self);
        private EntityRecord<TState> _record = EntityKernel<TState, TMachine>.New(self.Key);

        public override Reply Send(Command command)
        {
            var turn = EntityKernel<TState, TMachine>.Begin(self.Key, _record, command, engine.Time.Now);
            while (turn.NextQuestion() is { } question)
                turn.Answer(question, engine.SendNow(question.Target, question.Command));
            var outcome = turn.Finish(_outbox.DeliveredUpTo);
            if (outcome.MustWrite)
                engine.Store.Pass(self, outcome.Record);
            Release(outcome);
            foreach (var back in outcome.GiveBacks)
                engine.SendNow(back.Target, back.Command);
            return outcome.Reply;
        }

        private void Release(TurnResult<TState> outcome)
        {
            var deadlineMoved = outcome.Record.Deadline != _record.Deadline;
            _record = outcome.Record;
            if (!outcome.Logged.IsEmpty)
                engine.Journal.Append(outcome.Logged);
            if (!outcome.Effects.IsEmpty)
                engine.Time.Take(_outbox, outcome.Effects);
            if (deadlineMoved)
                engine.Time.Set(self, _record.Deadline);
        }
    }

    private VirtualTime Time => time;

    private RecordStore Store => store;

    private IJournal Journal => journal;
}

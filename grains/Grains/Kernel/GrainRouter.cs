using System.Collections.Concurrent;
using DeskFleet.Contracts;
using DeskFleet.Core.Activation;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Activation;
using DeskFleet.Grains.Documents;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Encryption;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.SecondFactors;
using DeskFleet.Grains.Telemetry;

namespace DeskFleet.Grains.Kernel;

/// <summary>Routes to grains, and to the ports what is for an outside system.</summary>
public sealed class GrainRouter(
    IGrainFactory grains, IDesktopDriver driver, IKeyService keys, IActivationService activation, IDocumentStore documents, IImageImporter importer, ISecondFactorService secondFactors)
    : IEntityRouter
{
    /// <summary>Resolving a reference costs more than the call; the cache is dropped when it has grown too large.</summary>
    private const int MaxReferences = 1_000_000;

    private readonly ConcurrentDictionary<Entity, IEntityGrain> _references = new();
    private int _referenceCount;
    private long _calls;

    /// <summary>Grain calls made so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public ValueTask<Reply> Send(Entity entity, Command command) => entity.Kind switch
    {
        EntityKind.Driver => Order((DriverCommand)command),
        EntityKind.KeyService => keys.Call(new(entity.Key), (KeyCall)command),
        EntityKind.ActivationService => activation.Check(new(entity.Key), (CheckActivation)command),
        EntityKind.DocumentStore => documents.Send(entity, command),
        EntityKind.SecondFactorService => secondFactors.Check(new(entity.Key), (CheckCode)command),
        EntityKind.ImageImporter => importer.Submit((OrderImport)command),
        _ => Call(entity, command),
    };

    private ValueTask<Reply> Call(Entity entity, Command command)
    {
        Interlocked.Increment(ref _calls);
        return new(Reference(entity).Send(command));
    }

    private async ValueTask<Reply> Order(DriverCommand command)
    {
        using var activity = FleetActivities.Order(command);
        var reply = await Submit(command);
        activity?.Conclude(reply, []);
        return reply;
    }

    /// <summary>Whoever reads the log is told which order it was.</summary>
    private async ValueTask<Reply> Submit(DriverCommand command)
    {
        try
        {
            return await driver.Submit(command) ?? throw new InvalidOperationException("it answered nothing");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The driver failed at {command.Verb} of {command.WorkSpace}, epoch {command.Epoch}: {e.Message}", e);
        }
    }

    private IEntityGrain Reference(Entity entity)
    {
        if (_references.TryGetValue(entity, out var known))
            return known;
        if (Volatile.Read(ref _referenceCount) >= MaxReferences)
        {
            _references.Clear();
            Volatile.Write(ref _referenceCount, 0);
        }

        Interlocked.Increment(ref _referenceCount);
        return _references[entity] = grains.GetEntity(entity);
    }
}

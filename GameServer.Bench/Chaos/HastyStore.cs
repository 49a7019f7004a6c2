using System.Threading.Channels;
using GameServer.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Bench.Chaos;

/// <summary>
/// Says that appends are made as soon as it has taken them down, and makes them later: what a server that acknowledges before the commit
/// does. The last batch is not made until another one comes.
/// </summary>
internal sealed class HastyStore : StoreInFront
{
    private readonly IRoomStore _store;
    private readonly Channel<IReadOnlyList<RoomAppend>> _taken = Channel.CreateUnbounded<IReadOnlyList<RoomAppend>>();
    private readonly Task _making;

    internal HastyStore(IRoomStore store)
        : base(store)
    {
        _store = store;
        _making = MakeAsync();
    }

    internal static void Put(IServiceCollection services) => Put(services, store => new HastyStore(store));

    public override Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        // The bytes are the caller's again when it is answered.
        _taken.Writer.TryWrite([.. batch.Select(append => append with { Turns = append.Turns.ToArray() })]);
        return Task.FromResult<IReadOnlyList<WriteAnswer>>([.. batch.Select(_ => WriteAnswer.Made)]);
    }

    public override async ValueTask DisposeAsync()
    {
        _taken.Writer.Complete();
        await _making.ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task MakeAsync()
    {
        IReadOnlyList<RoomAppend> held = [];
        await foreach (var batch in _taken.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await _store.AppendAsync(held, CancellationToken.None).ConfigureAwait(false);
            held = batch;
        }

        await _store.AppendAsync(held, CancellationToken.None).ConfigureAwait(false);
    }
}

using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>Numbers for new rooms, taken from the store in blocks before they run out. Used on the room host's turn.</summary>
internal sealed class RoomNumbers(StoreDesk desk, Action arrived)
{
    internal const int BlockSize = 1024;
    private const int Low = BlockSize / 4;

    private readonly Queue<(uint Next, uint End)> _blocks = new();
    private (uint Next, uint End) _block;
    private bool _isAsked;

    internal bool HasAny => _block.Next < _block.End || _blocks.Count > 0;

    internal RoomNumber Take()
    {
        if (_block.Next == _block.End)
        {
            _block = _blocks.Dequeue();
        }

        var number = new RoomNumber(_block.Next);
        _block = (_block.Next + 1, _block.End);
        Refill();
        return number;
    }

    internal void Refill()
    {
        if (_isAsked || _blocks.Count > 0 || _block.End - _block.Next > Low)
        {
            return;
        }

        _isAsked = true;
        desk.Ask(static (store, cancel) => store.TakeNumbersAsync(BlockSize, cancel), first =>
        {
            _isAsked = false;
            _blocks.Enqueue((first, first + BlockSize));
            arrived();
        });
    }
}

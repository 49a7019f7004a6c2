using System.Buffers.Binary;

namespace GameServer.Tests.Sessions;

/// <summary>What a server wrote to a socket, as the WebSocket frames that it must consist of.</summary>
internal sealed class WrittenFrames
{
    private readonly List<byte> _bytes = [];
    private int _read;

    internal void Add(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>The next whole frame; null when there is none.</summary>
    internal (int FirstByte, byte[] Payload)? Next()
    {
        var left = _bytes.ToArray().AsSpan(_read);
        if (left.Length < 2)
        {
            return null;
        }

        var (header, length) = left[1] switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(left[2..])),
            127 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(left[2..])),
            var few => (2, few),
        };
        if (left.Length < header + length)
        {
            return null;
        }

        _read += header + length;
        return (left[0], left.Slice(header, length).ToArray());
    }

    /// <summary>All of them; nothing may be left over.</summary>
    internal List<(int FirstByte, byte[] Payload)> All()
    {
        var all = new List<(int, byte[])>();
        while (Next() is { } frame)
        {
            all.Add(frame);
        }

        _read.ShouldBe(_bytes.Count, "a frame was begun and not ended");
        return all;
    }
}

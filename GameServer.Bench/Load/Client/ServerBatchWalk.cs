namespace GameServer.Bench.Load.Client;

/// <summary>
/// Reads what a server sends in one message, envelope after envelope, and hands on what the bench looks at. Allocates nothing.
/// </summary>
internal static class ServerBatchWalk
{
    /// <exception cref="FormatException">These are not the bytes of a batch.</exception>
    internal static void Read(ReadOnlySpan<byte> batch, LoadClient client, GameDialect frames)
    {
        var envelopes = new ProtoWalk(batch);
        while (envelopes.Next())
        {
            var envelope = new ProtoWalk(envelopes.Bytes);
            while (envelope.Next())
            {
                Hand(envelope, client, frames);
            }
        }
    }

    private static void Hand(in ProtoWalk envelope, LoadClient client, GameDialect frames)
    {
        switch (envelope.Field)
        {
            case 1:
                Update(envelope.Bytes, client, frames);
                break;
            case 2:
                Member(envelope.Bytes, client, frames);
                break;
            case 4:
                frames.Welcome(client);
                break;
            case 5:
                Attached(envelope.Bytes, client, frames);
                break;
            case 6:
                frames.Refused(client, "a room was left");
                break;
            case 8:
                Error(envelope.Bytes, client, frames);
                break;
            case 9:
                frames.Refused(client, "the server goes away");
                break;
            default:
                // Replies to heartbeats, request ids.
                break;
        }
    }

    private static void Update(ReadOnlySpan<byte> bytes, LoadClient client, GameDialect frames)
    {
        var walk = new ProtoWalk(bytes);
        var head = default(UpdateHead);
        ReadOnlySpan<byte> patch = default;
        while (walk.Next())
        {
            switch (walk.Field)
            {
                case 1:
                    head.Room = walk.Number;
                    break;
                case 2:
                    head.Epoch = walk.Number;
                    break;
                case 3:
                    head.BaseVersion = walk.Number;
                    break;
                case 4:
                    head.Version = walk.Number;
                    break;
                case 5:
                    patch = walk.Bytes;
                    break;
                case 6:
                    frames.Event(client, walk.Bytes);
                    break;
                case 7:
                    head.RoomTimeMs = walk.Number;
                    break;
                case 9:
                    head.IsSnapshot = walk.Number != 0;
                    break;
                default:
                    break;
            }
        }

        frames.Update(client, head, patch);
    }

    private static void Member(ReadOnlySpan<byte> bytes, LoadClient client, GameDialect frames)
    {
        var walk = new ProtoWalk(bytes);
        while (walk.Next())
        {
            if (walk.Field == 4)
            {
                Result(walk.Bytes, client, frames);
            }
        }
    }

    private static void Result(ReadOnlySpan<byte> bytes, LoadClient client, GameDialect frames)
    {
        var walk = new ProtoWalk(bytes);
        ulong sequence = 0;
        ulong outcome = 0;
        while (walk.Next())
        {
            switch (walk.Field)
            {
                case 1:
                    sequence = walk.Number;
                    break;
                case 2:
                    outcome = walk.Number;
                    break;
                default:
                    break;
            }
        }

        frames.Result(client, sequence, outcome);
    }

    private static void Attached(ReadOnlySpan<byte> bytes, LoadClient client, GameDialect frames)
    {
        var walk = new ProtoWalk(bytes);
        while (walk.Next())
        {
            if (walk.Field == 1)
            {
                frames.Attached(client, walk.Number);
            }
        }
    }

    private static void Error(ReadOnlySpan<byte> bytes, LoadClient client, GameDialect frames)
    {
        var error = GameServer.Protocol.V1.Error.Parser.ParseFrom(bytes);
        frames.Refused(client, $"{error.Code}: {error.Message}");
    }
}

/// <summary>Where an update leads from and to.</summary>
internal struct UpdateHead
{
    internal ulong Room;
    internal ulong Epoch;
    internal ulong BaseVersion;
    internal ulong Version;
    internal bool IsSnapshot;
    internal ulong RoomTimeMs;
}

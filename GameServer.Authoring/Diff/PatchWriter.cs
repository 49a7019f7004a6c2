using System.Numerics;
using GameServer.Protocol.Codecs;

namespace GameServer.Authoring.Diff;

/// <summary>Where a walk over a state writes, and how deep it is in nested messages.</summary>
internal sealed class PatchWriter
{
    /// <summary>
    /// How deep messages may be nested in a state. Within it every row and message parses under the limit of 100 that protobuf runtimes
    /// have (a row counts twice), and a message put into itself ends a turn and not the process.
    /// </summary>
    internal const int StateDepthMax = 40;

    internal PatchWriter(FrameWriter frame) => Frame = frame;

    internal FrameWriter Frame { get; private set; }

    internal int Depth { get; private set; }

    internal void Reset(FrameWriter frame)
    {
        Frame = frame;
        Depth = 0;
    }

    internal void Enter()
    {
        if (++Depth > StateDepthMax)
        {
            throw new InvalidOperationException($"The room's state nests messages deeper than {StateDepthMax}, or contains itself.");
        }
    }

    internal void Leave() => Depth--;

    internal static int VarintSize(ulong value) => ((63 - BitOperations.LeadingZeroCount(value | 1)) / 7) + 1;

    internal static int TagSize(int number) => VarintSize((ulong)number << 3);

    /// <summary>The size of a length and the content of that length.</summary>
    internal static int LengthSize(int content) => VarintSize((ulong)content) + content;
}

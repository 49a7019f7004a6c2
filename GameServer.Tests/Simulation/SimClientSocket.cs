using System.Buffers.Binary;
using System.Text;
using GameServer.Client.Core;
using GameServer.Sessions;

namespace GameServer.Tests.Simulation;

/// <summary>A client's end of its present connection. Nothing of one that was given up is ever told.</summary>
/// <param name="world">Where it is.</param>
/// <param name="name">Of the client.</param>
internal sealed class SimClientSocket(SimWorld world, string name)
{
    private SimFrames _frames = new();

    /// <summary>The present connection; null between two of them.</summary>
    internal SimLine? Line { get; private set; }

    /// <summary>It is open.</summary>
    internal Action Opened { get; init; } = () => { };

    /// <summary>It is gone, with that code and reason.</summary>
    internal Action<int, string> Lost { get; init; } = (_, _) => { };

    /// <summary>A message has come.</summary>
    internal Action<byte[]> Message { get; init; } = _ => { };

    /// <param name="isReachable">Whether there is a way at all.</param>
    internal void Dial(bool isReachable)
    {
        _frames = new SimFrames();
        var line = new SimLine(world.Agenda, world.Random, world.Counts);
        Line = line;
        line.ClientHears = () => End(line, SessionCore.LostWithoutCode, "The connection is gone.");
        line.ToClient.Arrived = bytes => Arrived(line, bytes);
        if (!isReachable)
        {
            line.ServerDied(silently: false);
            return;
        }

        world.Dial(line, () =>
        {
            if (line == Line)
            {
                Opened();
            }
        });
    }

    internal void HangUp()
    {
        Line?.LeftByClient();
        Line = null;
    }

    /// <summary>The device is out of reach.</summary>
    internal void Drop()
    {
        if (Line is { } line)
        {
            line.LeftByClient();
            End(line, SessionCore.LostWithoutCode, "The device was out of reach.");
        }
    }

    internal void Send(byte[] batch)
    {
        var message = WireFrame.Message(WireFrame.BinaryOpcode, batch);
        world.Trace.Carried(name, message);
        Line?.ToServer.Send(message);
    }

    private void Arrived(SimLine line, byte[] bytes)
    {
        if (line != Line)
        {
            return;
        }

        world.Trace.Carried(name, bytes);
        _frames.Add(bytes);
        while (line == Line && _frames.Next() is { } frame)
        {
            Take(line, frame);
        }
    }

    private void Take(SimLine line, SimFrame frame)
    {
        if (frame.Opcode == SimFrame.CloseOpcode)
        {
            line.LeftByClient();
            var code = BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
            End(line, code, Encoding.UTF8.GetString(frame.Payload.AsSpan(2)));
        }
        else
        {
            Message(frame.Payload);
        }
    }

    private void End(SimLine line, int code, string reason)
    {
        if (line == Line)
        {
            Line = null;
            Lost(code, reason);
        }
    }
}

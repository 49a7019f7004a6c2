using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace GameServer.Telemetry;

/// <summary>
/// What must hold for the code around it to be right. Stays on in release: a broken invariant is a bug and stops the work at hand.
/// </summary>
internal static class Invariant
{
    /// <param name="condition">True in a program without bugs.</param>
    /// <param name="shouldHaveHeld">What should have held, as a sentence.</param>
    [StackTraceHidden]
    internal static void Check([DoesNotReturnIf(false)] bool condition, string shouldHaveHeld)
    {
        if (!condition)
        {
            throw new InvariantBrokenException(shouldHaveHeld);
        }
    }
}

/// <summary>A bug: something that must always hold did not.</summary>
internal sealed class InvariantBrokenException(string shouldHaveHeld) : Exception("should have held: " + shouldHaveHeld);

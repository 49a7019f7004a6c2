using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace GameServer.Tests.EndToEnd;

/// <summary>What the browser has said against a page since this was made: errors, warnings, what its policy refused.</summary>
internal sealed class PageComplaints
{
    private readonly ConcurrentQueue<string> _complaints = new();

    internal PageComplaints(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    internal IReadOnlyCollection<string> All => _complaints;
}

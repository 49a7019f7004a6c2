namespace GameServer.Admin.Api;

/// <summary>What comes of a request. A closed set.</summary>
internal abstract record AdminReply
{
    private AdminReply()
    {
    }

    /// <param name="Body">One of the answers of this folder.</param>
    internal sealed record Done(object Body) : AdminReply;

    internal sealed record Refused(AdminError Error) : AdminReply;

    internal static AdminReply Of(object body) => new Done(body);

    internal static AdminReply No(AdminErrorCode code, string message, string? node = null) =>
        new Refused(new AdminError(code, message, node));
}

/// <summary>Does what is asked through the Admin API.</summary>
internal interface IAdminDesk
{
    /// <summary>The name of this node.</summary>
    string Node { get; }

    Task<AdminReply> AskAsync(AdminRequest request, CancellationToken cancel);
}

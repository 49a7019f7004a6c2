using System.Text;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Routing;

namespace GameServer.Tests.Routing;

/// <summary>What operators ask of another node.</summary>
public sealed class NodeQuestionsTests
{
    private static readonly NodeId _other = new("other-1");

    private readonly LinkTable _links = new();
    private readonly QuietLink _link = new();
    private readonly NodeQuestions _questions;
    private readonly List<NodeAnswer> _answers = [];

    public NodeQuestionsTests() => _questions = new NodeQuestions(new NodeLinks(new NodeId("self-1"), _links));

    [Fact]
    public void An_answer_goes_to_whoever_asked_and_only_once()
    {
        Up(LinkVersions.Questions);
        var first = Ask();
        var second = Ask();

        Answer(second, "two");
        Answer(second, "again");
        Answer(first, "one");

        _link.Questions.Select(question => question.Ask).ShouldBe([first, second]);
        _answers.Cast<NodeAnswer.Said>().Select(said => Encoding.UTF8.GetString(said.Json.Span)).ShouldBe(["two", "one"]);
    }

    [Fact]
    public void A_node_that_cannot_be_reached_is_asked_nothing()
    {
        Ask();

        _answers.ShouldBe([NodeAnswer.Unreachable.Instance]);
    }

    [Fact]
    public void A_node_of_the_release_before_is_asked_nothing()
    {
        Up(LinkVersions.Questions - 1);

        Ask();

        _answers.ShouldBe([NodeAnswer.NotSupported.Instance]);
        _link.Questions.ShouldBeEmpty();
    }

    [Fact]
    public void A_link_that_breaks_answers_what_waits_for_it()
    {
        Up(LinkVersions.Questions);
        var ask = Ask();
        _questions.Down(new NodeId("third-1"));
        _answers.ShouldBeEmpty();

        _questions.Down(_other);
        Answer(ask, "late");

        _answers.ShouldBe([NodeAnswer.Unreachable.Instance]);
    }

    [Fact]
    public void A_question_that_is_forgotten_has_no_answer()
    {
        Up(LinkVersions.Questions);
        var ask = Ask();

        _questions.Forget(ask);
        Answer(ask, "late");

        _answers.ShouldBeEmpty();
    }

    [Fact]
    public void A_link_that_is_full_says_so()
    {
        Up(LinkVersions.Questions, bytesMax: 10);

        Ask();

        _answers.ShouldBe([NodeAnswer.Busy.Instance]);
    }

    private void Up(uint version, int bytesMax = 1_000)
    {
        _link.Outbox = new LinkOutbox(_link, bytesMax, () => { }) { Version = version };
        _links.Add(_other, _link.Outbox);
    }

    private ulong Ask() => _questions.Ask(_other, "what?"u8.ToArray(), _answers.Add);

    private void Answer(ulong ask, string text) =>
        _questions.Take(new OperatorAnswer { Ask = ask, Json = Google.Protobuf.ByteString.CopyFromUtf8(text) });

    /// <summary>One end of a link that takes every message at once.</summary>
    private sealed class QuietLink : ILinkConnection
    {
        internal LinkOutbox? Outbox { get; set; }

        internal List<OperatorQuestion> Questions { get; } = [];

        public long BytesReceived => 0;

        public void Send(ReadOnlyMemory<byte> message)
        {
            Questions.AddRange(NodeBatch.Parser.ParseFrom(message.Span).Frames.Select(frame => frame.Question));
            Outbox!.Sent();
        }

        public void Trust()
        {
        }

        public void Next()
        {
        }

        public void Close()
        {
        }
    }
}

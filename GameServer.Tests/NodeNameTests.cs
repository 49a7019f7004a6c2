namespace GameServer.Tests;

/// <summary>What a node may be called.</summary>
public sealed class NodeNameTests
{
    public static TheoryData<string> Wrong => ["eu~1", "eu~x", "eu 1", "eu/1", "eu\t1", new('n', NodeName.CharsMax + 1)];

    [Theory]
    [InlineData("node-1", "machine", "node-1")]
    [InlineData("eu_west.1", "ma~chine", "eu_west.1")]
    [InlineData("", "machine.example.org", "machine.example.org")]
    public void A_node_is_called_as_configured_else_as_its_machine(string configured, string machine, string name) =>
        NodeName.Of(configured, machine).ShouldBe(name);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_name_that_would_be_read_as_another_or_that_other_nodes_refuse_is_none(string name)
    {
        Should.Throw<ConfigurationException>(() => NodeName.Of(name, "machine"))
            .Message.ShouldStartWith($"GameServer:NodeName is '{name}'; it must be 1 to 128 letters");
        Should.Throw<ConfigurationException>(() => NodeName.Of("", name))
            .Message.ShouldStartWith($"GameServer:NodeName is empty and this machine is called '{name}'; it must be");
    }

    [Fact]
    public void The_longest_name_is_one() => NodeName.Of(new('n', NodeName.CharsMax), "machine").Length.ShouldBe(NodeName.CharsMax);
}

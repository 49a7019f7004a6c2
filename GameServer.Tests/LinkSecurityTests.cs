using GameServer.Certificates;
using GameServer.Cluster;
using GameServer.Links;
using GameServer.Tests.Certificates;

namespace GameServer.Tests;

/// <summary>What stops the start of a node whose links would not come up.</summary>
public sealed class LinkSecurityTests : IDisposable
{
    private const string Host = "node1.example";
    private const string Address = Host + ":5090";

    private readonly string _folder = Directory.CreateTempSubdirectory("gameserver-links-").FullName;
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(Address, Host)]
    [InlineData("10.0.0.7:5090", "10.0.0.7")]
    [InlineData("[fd00::7]:5090", "fd00::7")]
    [InlineData("a.nodes.example:5090", "*.nodes.example")]
    public void A_certificate_of_the_authority_for_the_advertised_host_is_right(string advertised, string name) =>
        LinkSecurity.Load(Options(_authority.Issue(name), advertised)).ShouldNotBeNull().Mode.ShouldBe(LinkTlsMode.Required);

    [Fact]
    public void A_certificate_that_has_signed_itself_is_right_where_it_is_the_authority_too()
    {
        var own = TestAuthority.IssueSelfSigned(Host);
        var options = Options(own.Certificate.ExportCertificatePem() + "\n" + _authority.Pem, own);

        LinkSecurity.Load(options).ShouldNotBeNull();
    }

    [Fact]
    public void Without_any_of_its_options_and_without_a_cluster_nothing_is_encrypted()
    {
        LinkSecurity.Load(new ServerOptions { Cluster = new ClusterOptions { Enabled = true, Advertise = Address } }).ShouldBeNull();
        LinkSecurity.Load(new ServerOptions { Links = Links(new LinkTlsOptions { AuthorityPath = "nowhere" }) }).ShouldBeNull();
    }

    [Fact]
    public void A_certificate_without_an_authority_stops_the_start() => Refusal(Options("", _authority.Issue(Host)))
        .ShouldStartWith("GameServer:Links:Tls:AuthorityPath is empty and GameServer:Links:Tls:CertificatePath is '");

    [Fact]
    public void An_authority_without_a_certificate_stops_the_start() => Refusal(Clustered(new LinkTlsOptions { AuthorityPath = "a.pem" }))
        .ShouldStartWith("GameServer:Links:Tls:CertificatePath is empty; it must be ");

    [Fact]
    public void A_mode_without_a_certificate_stops_the_start() =>
        Refusal(Clustered(new LinkTlsOptions { Mode = LinkTlsMode.Accepted }))
            .ShouldStartWith("GameServer:Links:Tls:CertificatePath is empty; it must be ");

    [Fact]
    public void A_file_that_is_missing_stops_the_start()
    {
        var right = Options(_authority.Issue(Host)).Links.Tls;

        Refusal(Clustered(right with { CertificatePath = "nowhere.pem" }))
            .ShouldStartWith("GameServer:Links:Tls is not right: The certificate 'nowhere.pem' and its key cannot be loaded: ");
        Refusal(Clustered(right with { KeyPath = "nowhere.key" })).ShouldContain("nowhere.key");
        Refusal(Clustered(right with { AuthorityPath = "nowhere.pem" })).ShouldStartWith(
            "GameServer:Links:Tls:AuthorityPath is 'nowhere.pem'; it must be a PEM file with one certificate or more: ");
    }

    [Fact]
    public void A_certificate_without_its_key_stops_the_start()
    {
        var options = Options(_authority.Issue(Host));
        var path = options.Links.Tls.CertificatePath;
        File.WriteAllText(path, _authority.Issue(Host).Certificate.ExportCertificatePem());

        Refusal(options).ShouldContain(path);
    }

    [Fact]
    public void An_authority_without_a_certificate_in_it_stops_the_start() => Refusal(Options("none", _authority.Issue(Host)))
        .ShouldEndWith("it must be a PEM file with one certificate or more: there is no certificate in it.");

    [Theory]
    [InlineData("CN=the authority of a test")]
    [InlineData("CN=another authority")]
    public void A_certificate_of_another_authority_stops_the_start(string name)
    {
        using var another = new TestAuthority(name);

        Refusal(Options(another.Issue(Host)))
            .ShouldEndWith("', and no other node would accept that certificate: it does not come from the authority.");
    }

    [Fact]
    public void An_expired_certificate_stops_the_start() => Refusal(Options(_authority.IssueExpired(Host)))
        .ShouldContain(": it is good from 2020-01-01 00:00:00Z to 2021-01-01 00:00:00Z only");

    [Fact]
    public void A_certificate_that_cannot_dial_stops_the_start() => Refusal(Options(_authority.IssueForServers(Host)))
        .ShouldEndWith(": it is not good for clients (extendedKeyUsage clientAuth).");

    [Fact]
    public void An_advertised_host_that_is_not_in_the_certificate_stops_the_start() => Refusal(Options(_authority.Issue("a", "10.0.0.8")))
        .ShouldBe(
            $"GameServer:Cluster:Advertise is '{Address}'; its host must be among the names of the certificate of GameServer:Links:Tls, "
            + "which is for a, 10.0.0.8.");

    private static string Refusal(ServerOptions options)
    {
        var line = Should.Throw<ConfigurationException>(() => LinkSecurity.Load(options)).Message;
        line.ShouldNotContain("\n");
        return line;
    }

    private static LinkOptions Links(LinkTlsOptions tls) => new() { Tls = tls };

    private static ServerOptions Clustered(LinkTlsOptions tls, string advertised = Address) => new()
    {
        Cluster = new ClusterOptions { Enabled = true, Advertise = advertised },
        Links = Links(tls),
    };

    private ServerOptions Options(TlsCertificate own, string advertised = Address) => Options(_authority.Pem, own, advertised);

    private ServerOptions Options(string authority, TlsCertificate own, string advertised = Address)
    {
        var path = Path.Combine(_folder, "authority.pem");
        File.WriteAllText(path, authority);
        return Clustered(
            new LinkTlsOptions
            {
                CertificatePath = TestAuthority.Write(_folder, "node.pem", own),
                AuthorityPath = authority.Length == 0 ? "" : path,
            },
            advertised);
    }
}

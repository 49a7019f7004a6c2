using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GameServer.Certificates;
using GameServer.Gateway;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Gateway;

public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gameserver-tls-").FullName;
    private readonly X509Certificate2 _certificate = TestCertificate.New();

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("one pem")]
    [InlineData("encrypted pem")]
    [InlineData("pfx")]
    [InlineData("pfx with password")]
    public async Task A_game_is_played_over_wss(string form)
    {
        var loaded = TlsCertificate.Load(Written(form)).ShouldBeOfType<TlsLoad.Loaded>();
        await using var host = await GatewayHost.StartAsync(certificate: loaded.Certificate);
        using var client = await RawClient.WelcomedAsync(host);
        await client.SendAsync(new ClientEnvelope { Heartbeat = new Heartbeat(), RequestId = 4 });
        (await client.ReadBatchAsync()).Envelopes.Single().RequestId.ShouldBe(4u);
        await client.SendAsync(RawClient.Frame(0xC2, "x"u8));
        (await client.ReadCloseAsync()).ShouldBe(1002);
    }

    [Fact]
    public async Task Only_HTTP_1_1_is_offered()
    {
        var loaded = TlsCertificate.Load(Written("pfx")).ShouldBeOfType<TlsLoad.Loaded>();
        await using var host = await GatewayHost.StartAsync(certificate: loaded.Certificate);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        (await http.GetAsync(new Uri(host.Address, "/ws"))).Version.ShouldBe(HttpVersion.Version11);
    }

    [Fact]
    public async Task Under_TLS_too_one_address_cannot_take_all_places_of_connections_without_an_upgrade()
    {
        var loaded = TlsCertificate.Load(Written("pfx")).ShouldBeOfType<TlsLoad.Loaded>();
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { ConnectionsPerAddressMax = 1, HandshakeTimeoutMs = 60_000 }, certificate: loaded.Certificate);
        using var upgraded = await RawClient.OpenAsync(host);
        var many = new List<RawClient>();
        while (many.Count < PlainConnections.PerAddressMin)
        {
            many.Add(await RawClient.ConnectAsync(host.Address));
        }

        using var tooMany = await RawClient.ConnectAsync(new UriBuilder(host.Address) { Scheme = Uri.UriSchemeHttp }.Uri);
        (await tooMany.ReadToEndAsync()).ShouldBe(0);
        many.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: h\r\n")]
    public async Task Under_TLS_too_a_request_that_does_not_come_is_not_waited_for(string start)
    {
        // As long as a handshake of TLS may take on a machine that is busy with other tests.
        var loaded = TlsCertificate.Load(Written("pfx")).ShouldBeOfType<TlsLoad.Loaded>();
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { HandshakeTimeoutMs = 3_000 }, certificate: loaded.Certificate);
        using var client = await RawClient.ConnectAsync(host.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes(start));
        (await client.ReadToEndAsync()).ShouldBe(0);
    }

    [Fact]
    public void A_missing_file_is_a_sentence() => Refused(new TlsOptions { CertificatePath = "nowhere.pem" }).ShouldContain("nowhere.pem");

    [Fact]
    public void No_file_at_all_is_a_sentence() => Refused(new TlsOptions()).ShouldStartWith("The certificate ''");

    [Fact]
    public void A_key_of_another_certificate_is_a_sentence()
    {
        using var other = TestCertificate.New();
        var options = Written("pem");
        File.WriteAllText(options.KeyPath, other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Refused(options).ShouldContain(options.CertificatePath);
    }

    [Fact]
    public void A_wrong_password_is_a_sentence_without_it()
    {
        var options = Written("pfx with password") with { Password = "wrong-password" };
        Refused(options).ShouldNotContain("wrong-password");
    }

    [Fact]
    public void A_PFX_without_a_private_key_is_a_sentence()
    {
        var path = Path.Combine(_folder, "public.pfx");
        using var publicOnly = X509CertificateLoader.LoadCertificate(_certificate.RawData);
        File.WriteAllBytes(path, publicOnly.Export(X509ContentType.Pkcs12));
        Refused(new TlsOptions { CertificatePath = path }).ShouldContain("private key");
    }

    [Fact]
    public void Garbage_is_a_sentence()
    {
        var path = Path.Combine(_folder, "garbage");
        File.WriteAllBytes(path, [1, 2, 3]);
        Refused(new TlsOptions { CertificatePath = path }).ShouldContain("garbage");
    }

    private static string Refused(TlsOptions options) => TlsCertificate.Load(options).ShouldBeOfType<TlsLoad.Failed>().Sentence;

    private TlsOptions Written(string form)
    {
        const string Password = "a password";
        var path = Path.Combine(_folder, "certificate");
        var keyPath = Path.Combine(_folder, "key");
        var key = _certificate.GetECDsaPrivateKey()!;
        var pem = _certificate.ExportCertificatePem();
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        switch (form)
        {
            case "pem":
                File.WriteAllText(path, pem);
                File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
                return new TlsOptions { CertificatePath = path, KeyPath = keyPath };
            case "one pem":
                File.WriteAllText(path, pem + "\n" + key.ExportPkcs8PrivateKeyPem());
                return new TlsOptions { CertificatePath = path };
            case "encrypted pem":
                File.WriteAllText(path, pem);
                File.WriteAllText(keyPath, key.ExportEncryptedPkcs8PrivateKeyPem(Password, parameters));
                return new TlsOptions { CertificatePath = path, KeyPath = keyPath, Password = Password };
            case "pfx":
                File.WriteAllBytes(path, _certificate.Export(X509ContentType.Pkcs12));
                return new TlsOptions { CertificatePath = path };
            default:
                File.WriteAllBytes(path, _certificate.Export(X509ContentType.Pkcs12, Password));
                return new TlsOptions { CertificatePath = path, Password = Password };
        }
    }
}

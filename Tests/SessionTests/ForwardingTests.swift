import Session
import TestKit
import Testing

/// Where a request comes from when there are proxies between. Trusted are 10.0.0.0/8 and fd00::/8.
struct ForwardingTests {
    private static let proxies = TrustedProxies(
        ["10.0.0.0/8", "fd00::/8"].compactMap { AddressRange($0) })

    /// What the fields come to: the client, "malformed" or "contradictory".
    private func outcome(_ fields: [(String, String)], peer: String = "10.0.0.1") throws -> String {
        let peer = try #require(NetworkAddress(peer))
        do throws(ForwardingError) {
            let client = try Self.proxies.client(of: request("GET", "/", fields), peer: peer)
            return Self.names[client] ?? "somebody"
        } catch {
            #expect(!error.message.isEmpty)
            return error == .contradictory ? "contradictory" : "malformed"
        }
    }

    /// Every address of these tests.
    private static let names: [NetworkAddress: String] = {
        let texts = [
            "10.0.0.1", "10.0.0.2", "10.0.0.3", "192.0.2.1", "192.0.2.2", "203.0.113.9", "2001:db8::7",
            "fd00::5",
        ]
        return Dictionary(
            uniqueKeysWithValues: texts.compactMap { text in NetworkAddress(text).map { ($0, text) } })
    }()

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"),
        ("203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("192.0.2.1, 10.0.0.2, 10.0.0.3", "192.0.2.1"),
        ("192.0.2.1,10.0.0.2", "192.0.2.1"),
        ("  192.0.2.1 \t, \t10.0.0.2  ", "192.0.2.1"),
        ("203.0.113.9, 192.0.2.1, fd00::5", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:DB8:0::7", "2001:db8::7"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[::ffff:192.0.2.1]:80", "192.0.2.1"),
        ("192.0.2.1, ::ffff:10.0.0.2", "192.0.2.1"),
        // Nobody but ours: the first of them.
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        // A proxy that does not tell: it is the last that is known.
        ("unknown", "10.0.0.1"),
        ("192.0.2.1, unknown, 10.0.0.2", "10.0.0.2"),
        ("_hidden", "10.0.0.1"),
        ("UNKNOWN:80", "10.0.0.1"),
        // Nothing is skipped.
        ("", "malformed"),
        (",", "malformed"),
        ("192.0.2.1,", "malformed"),
        ("192.0.2.1, , 10.0.0.2", "malformed"),
        ("192.0.2.1 10.0.0.2", "malformed"),
        ("192.0.2.1; 10.0.0.2", "malformed"),
        ("\"192.0.2.1\"", "malformed"),
        ("192.0.2.1:", "malformed"),
        ("192.0.2.1:123456", "malformed"),
        ("[2001:db8::7", "malformed"),
        ("[192.0.2.1]", "malformed"),
        ("[2001:db8::7]443", "malformed"),
        ("fe80::1%eth0", "malformed"),
        ("192.0.2.300", "malformed"),
        ("192.0.2.01", "malformed"),
        ("unix:", "malformed"),
        ("localhost", "malformed"),
        ("_", "malformed"),
    ])
    func `X-Forwarded-For is read from its right end`(value: String, expected: String) throws {
        #expect(try outcome([("x-forwarded-for", value)]) == expected)
    }

    @Test(arguments: [
        ("for=192.0.2.1", "192.0.2.1"),
        ("For=192.0.2.1;proto=https;by=10.0.0.1;host=a.example", "192.0.2.1"),
        ("for=203.0.113.9, for=192.0.2.1", "192.0.2.1"),
        ("for=192.0.2.1, for=10.0.0.2;proto=http", "192.0.2.1"),
        ("for=\"192.0.2.1:4711\"", "192.0.2.1"),
        ("for=\"[2001:db8::7]\"", "2001:db8::7"),
        ("FOR=\"[2001:DB8::7]:4711\"; proto=https", "2001:db8::7"),
        ("for=\"[::ffff:192.0.2.1]\"", "192.0.2.1"),
        ("for=\"1\\92.0.2.1\"", "192.0.2.1"),
        ("for=192.0.2.1 ; by=\"a, for=203.0.113.9\" , for=10.0.0.2", "192.0.2.1"),
        ("for=\"[2001:db8::7]:_port\"", "2001:db8::7"),
        ("for=unknown", "10.0.0.1"),
        ("for=192.0.2.1, for=unknown, for=10.0.0.2", "10.0.0.2"),
        ("for=_gazonk", "10.0.0.1"),
        ("for=\"_SEVKISEK.a-b\"", "10.0.0.1"),
        ("proto=https", "10.0.0.1"),
        ("for=10.0.0.3, for=10.0.0.2", "10.0.0.3"),
        ("", "malformed"),
        ("for", "malformed"),
        ("for=", "malformed"),
        ("for=192.0.2.1,", "malformed"),
        ("for=192.0.2.1,,for=10.0.0.2", "malformed"),
        ("for=192.0.2.1;", "malformed"),
        ("for=192.0.2.1;for=192.0.2.2", "malformed"),
        ("for=192.0.2.1;FOR=192.0.2.1", "malformed"),
        ("for =192.0.2.1", "malformed"),
        ("for= 192.0.2.1", "malformed"),
        ("for=192.0.2.1:80", "malformed"),
        ("for=[2001:db8::7]", "malformed"),
        ("for=2001:db8::7", "malformed"),
        ("for=\"2001:db8::7\"", "malformed"),
        ("for=\"192.0.2.1", "malformed"),
        ("for=\"192.0.2.1\\", "malformed"),
        ("for=\"192.0.2.1\"x", "malformed"),
        ("for=192.0.2.1 for=10.0.0.2", "malformed"),
        ("192.0.2.1", "malformed"),
        ("for=\"\"", "malformed"),
    ])
    func `Forwarded is read as its standard says`(value: String, expected: String) throws {
        #expect(try outcome([("forwarded", value)]) == expected)
    }

    @Test func `fields of one name are one list`() throws {
        let fields = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "192.0.2.1, 10.0.0.2")]
        #expect(try outcome(fields) == "192.0.2.1")
        #expect(try outcome(fields.reversed()) == "203.0.113.9")
        #expect(try outcome([("forwarded", "for=192.0.2.1"), ("forwarded", "for=10.0.0.2")]) == "192.0.2.1")
    }

    @Test func `both headers have to name the same client`() throws {
        let agreeing = [
            ("forwarded", "for=203.0.113.9, for=192.0.2.1"), ("x-forwarded-for", "192.0.2.1, 10.0.0.2"),
        ]
        #expect(try outcome(agreeing) == "192.0.2.1")
        let forged = [("forwarded", "for=192.0.2.2"), ("x-forwarded-for", "192.0.2.1")]
        #expect(try outcome(forged) == "contradictory")
        #expect(try outcome([("forwarded", "?"), ("x-forwarded-for", "192.0.2.1")]) == "malformed")
    }

    @Test(arguments: ["192.0.2.1", "garbage,,", "for=1"])
    func `a peer that is no proxy of ours is who it is`(value: String) throws {
        let fields = [("x-forwarded-for", value), ("forwarded", value)]
        #expect(try outcome(fields, peer: "203.0.113.9") == "203.0.113.9")
    }

    @Test func `a proxy that says nothing is taken for the client`() throws {
        #expect(try outcome([]) == "10.0.0.1")
        #expect(try outcome([], peer: "fd00::5") == "fd00::5")
    }

    @Test func `a list has an end`() throws {
        let most = Array(repeating: "10.0.0.2", count: Limits.forwardedHopsMax - 1)
        #expect(
            try outcome([("x-forwarded-for", (["192.0.2.1"] + most).joined(separator: ","))]) == "192.0.2.1")
        let tooMany = Array(repeating: "10.0.0.2", count: Limits.forwardedHopsMax + 1)
        #expect(try outcome([("x-forwarded-for", tooMany.joined(separator: ", "))]) == "malformed")
        let lines = tooMany.map { ("x-forwarded-for", $0) }
        #expect(try outcome(lines) == "malformed")
        let forwarded = tooMany.map { "for=\($0)" }.joined(separator: ",")
        #expect(try outcome([("forwarded", forwarded)]) == "malformed")
    }

    @Test func `whatever a client writes in front changes nothing`() throws {
        var random = SeededRandom(seed: 7239)
        let pieces = [
            "192.0.2.1", "10.0.0.2", "for=", "unknown", "_x", "[2001:db8::7]", "\"", "\\", ",", ", ", ";",
            " ", ":80",
            "proto=https",
        ]
        var acceptedCount = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...8, using: &random)
            let value = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }
                .joined()
            for (name, front) in [("forwarded", "for=203.0.113.9, "), ("x-forwarded-for", "203.0.113.9, ")] {
                let client = try outcome([(name, value)])
                guard client != "malformed", !client.hasPrefix("10.") else { continue }
                acceptedCount += 1
                #expect(try outcome([(name, front + value)]) == client)
            }
        }
        #expect(acceptedCount > 100)
    }
}

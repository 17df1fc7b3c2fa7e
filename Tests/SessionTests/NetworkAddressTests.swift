import Session
import TestKit
import Testing
import Wire

/// Addresses and ranges as people and proxies write them.
struct NetworkAddressTests {
    @Test(
        arguments: [
            ("192.0.2.1", 0, 0xffff_c000_0201), ("0.0.0.0", 0, 0xffff_0000_0000),
            ("255.255.255.255", 0, 0xffff_ffff_ffff), ("::", 0, 0), ("::1", 0, 1),
            ("2001:db8::1", 0x2001_0db8_0000_0000, 1), ("2001:DB8:0:0:0:0:0:1", 0x2001_0db8_0000_0000, 1),
            ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
            ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000),
            ("::2:3:4:5:6:7:8", 0x0000_0002_0003_0004, 0x0005_0006_0007_0008),
            ("::ffff:192.0.2.1", 0, 0xffff_c000_0201), ("::ffff:c000:201", 0, 0xffff_c000_0201),
            ("64:ff9b::192.0.2.1", 0x0064_ff9b_0000_0000, 0xc000_0201),
            ("1:2:3:4:5:6:1.2.3.4", 0x0001_0002_0003_0004, 0x0005_0006_0102_0304),
        ] as [(String, UInt64, UInt64)])
    func `an address is its sixteen bytes`(text: String, high: UInt64, low: UInt64) {
        #expect(NetworkAddress(text) == NetworkAddress(high: high, low: low))
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", ".1.2.3", "01.2.3.4", "1.2.3.0004", "1.2.3.-4",
        "1.2.3.4 ", "+1.2.3.4", "1.2.3.4:80", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8", "12345::", "g::", "::1%eth0", "[::1]", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
        "1.2.3.4::", "::1.2.3", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "2001:db8::1/64", "::٣",
    ])
    func `what is none is none`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func `noise is read without harm`() {
        var random = SeededRandom(seed: 41)
        let letters = Array("0123456789abcdef:.[]%/ ")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    letters[Int.random(in: letters.indices, using: &random)]
                })
            _ = NetworkAddress(text)
            _ = AddressRange(text)
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("10.1.2.3/8", "10.9.9.9", true), ("192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "203.0.113.7", true),
        ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "203.0.113.7", false),
        ("::/0", "2001:db8::1", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::/65", "2001:db8::7fff:0:0:1", true),
        ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("::1/128", "::1", true),
        ("::1/128", "::2", false), ("::ffff:10.0.0.0/104", "10.1.1.1", true),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("2001:db8::/64", "2001:db8::ffff:1:2:3", true),
        ("127.0.0.1/32", "127.0.0.2", false),
    ])
    func `a range holds what begins like it`(range: String, address: String, isInside: Bool) throws {
        let address = try #require(NetworkAddress(address))
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: ["", "/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "ten/8"])
    func `what is no range is none`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("10.2.33.44", BanScope.address, "10.2.33.44", "10.2.x.x", "10.2.x.x/32"),
        ("10.2.33.44", .network, "10.2.33.0", "10.2.x.x", "10.2.x.x/24"),
        ("10.2.33.44", .subnet, "10.2.0.0", "10.2.x.x", "10.2.x.x/16"),
        ("2a01:e0:1:2:3:4:5:6", .address, "2a01:e0:1:2::", "2a01:e0::", "2a01:e0::/64"),
        ("2a01:e0:1:2ff:3:4:5:6", .network, "2a01:e0:1:200::", "2a01:e0::", "2a01:e0::/56"),
        ("2a01:e0:1:2ff:3:4:5:6", .subnet, "2a01:e0:1::", "2a01:e0::", "2a01:e0::/48"),
    ])
    func `networks are cut where bans reach, and shown by half`(
        address: String, scope: BanScope, network: String, masked: String, label: String
    ) throws {
        let address = try #require(NetworkAddress(address))
        #expect(address.network(scope) == NetworkAddress(network))
        #expect(address.masked == masked && address.label(scope) == label)
        #expect(NetworkAddress(address.text) == address)
    }
}

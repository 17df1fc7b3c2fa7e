import Secrets
import Testing

/// The published vectors: FIPS 180-2, and one of Python's.
struct FingerprintTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `a fingerprint is SHA-256`(text: String, expected: String) {
        #expect(hex(Fingerprint.of(Array(text.utf8))) == expected)
    }

    @Test func `a keyed hash is HMAC-SHA-256`() {
        // Made with Python's hmac.
        let key = HashKey((0..<32).map { UInt8($0) })
        #expect(
            hex(key.hash(Array("192.0.2.1".utf8)))
                == "631880dc2584b7d223b00351ff53df160f5a96f513fb37dd79c89742d7834cfa")
    }

    @Test func `another key gives another hash`() {
        let message = Array("2001:db8::".utf8)
        let one = HashKey([UInt8](repeating: 1, count: 32)).hash(message)
        #expect(one != HashKey([UInt8](repeating: 2, count: 32)).hash(message))
        #expect(one != Fingerprint.of(message))
    }

    @Test func `bytes are two digits each`() {
        #expect(Hexadecimal.text([0, 9, 10, 0x7f, 0x80, 255]) == "00090a7f80ff")
        #expect(Hexadecimal.text([]).isEmpty)
    }

    private func hex(_ bytes: [UInt8]) -> String { Hexadecimal.text(bytes) }
}

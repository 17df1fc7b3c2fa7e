internal import CCrypto

/// SHA-256: what a secret of our own making is recognised by without being kept. Tokens are 256 random bits,
/// so that nobody can try them all out and a plain hash is enough.
public enum Fingerprint {
    /// How many bytes a fingerprint has.
    public static let byteCount = Int(CCRYPTO_SHA256_BYTES)

    /// The fingerprint of these bytes.
    public static func of(_ bytes: [UInt8]) -> [UInt8] {
        digest { ccrypto_sha256(bytes, bytes.count, $0) }
    }
}

/// Hashes what could be guessed, such as addresses, so that only who has the key can tell whether two are of
/// the same.
public struct HashKey: Sendable {
    /// How many bytes a key has.
    public static let byteCount = 32

    private let bytes: [UInt8]

    /// The key of these 32 random bytes.
    public init(_ bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a key of another length")
        self.bytes = bytes
    }

    /// The keyed hash (HMAC-SHA-256) of a message.
    public func hash(_ message: [UInt8]) -> [UInt8] {
        digest { ccrypto_hmac_sha256(bytes, bytes.count, message, message.count, $0) }
    }
}

private func digest(_ fill: (UnsafeMutablePointer<UInt8>) -> Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Fingerprint.byteCount) { room, count in
        guard let start = room.baseAddress, fill(start) == 1 else {
            preconditionFailure("libcrypto has no SHA-256, or there is no memory")
        }
        count = Fingerprint.byteCount
    }
}

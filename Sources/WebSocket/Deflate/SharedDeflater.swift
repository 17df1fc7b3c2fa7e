/// Compresses messages that go to many: each on its own, so that one compressed payload serves every receiver
/// that agreed on `server_no_context_takeover` and a window of at least this size.
public struct SharedDeflater: ~Copyable {
    private let deflater: Deflater

    /// - Parameter level: zlib's, 1 (fast) to 9 (small).
    public init(windowBits: Int = 15, level: Int = 1) {
        precondition((8...15).contains(windowBits), "window bits are 8 to 15")
        precondition((1...9).contains(level), "zlib knows the levels 1 to 9")
        deflater = Deflater(windowBits: windowBits, level: level)
    }

    /// The payload of the message's one frame, whose header must say `isCompressed`.
    public mutating func compress(_ payload: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(payload.count / 2 + 16)
        deflater.reset()
        deflater.deflate(payload, payload.indices, finishes: false, to: &output)
        output.removeLast(4)
        return output
    }
}

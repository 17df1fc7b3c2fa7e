/// `EPOCH.SEQ`: the name of one exact state of a board, for good.
public struct StateName: Hashable, Sendable, CustomStringConvertible {
    /// Which past of the board, never 0.
    public var epoch: UInt32
    /// How many changes since it began.
    public var seq: UInt64

    /// The state after `seq` changes of `epoch`.
    public init(epoch: UInt32, seq: UInt64) {
        self.epoch = epoch
        self.seq = seq
    }

    /// Reads `EPOCH.SEQ`: decimal digits, one dot, no signs, no leading zeros, both in their range; nil for
    /// anything else.
    public init?(_ text: some StringProtocol) {
        var parts: [UInt64] = [0]
        var digitCount = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "."):
                guard parts.count == 1, digitCount > 0 else { return nil }
                parts.append(0)
                digitCount = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let value = parts[parts.count - 1]
                guard digitCount == 0 || value > 0, value <= Varint.valueMax / 10 else { return nil }
                parts[parts.count - 1] = value * 10 + UInt64(byte - UInt8(ascii: "0"))
                digitCount += 1
            default:
                return nil
            }
        }
        guard parts.count == 2, digitCount > 0, parts[0] > 0, parts[0] <= UInt32.max,
            parts[1] <= Varint.valueMax
        else { return nil }
        self.init(epoch: UInt32(parts[0]), seq: parts[1])
    }

    /// `EPOCH.SEQ`.
    public var description: String { "\(epoch).\(seq)" }
}

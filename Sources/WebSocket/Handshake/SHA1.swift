/// SHA-1 (RFC 3174), which the opening handshake uses as a checksum. It protects nothing there, so that its
/// age does not matter; written out here so that the library needs no cryptographic library for sixty bytes.
enum SHA1 {
    /// The 20 bytes of the digest.
    static func digest(of message: [UInt8]) -> [UInt8] {
        var padded = message
        padded.append(0x80)
        while padded.count % 64 != 56 { padded.append(0) }
        let bitCount = UInt64(message.count) * 8
        for shift in stride(from: 56, through: 0, by: -8) {
            padded.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
        }
        var state: [5 of UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        for block in stride(from: 0, to: padded.count, by: 64) {
            mix(block: block, of: padded, into: &state)
        }
        var digest: [UInt8] = []
        digest.reserveCapacity(20)
        for index in state.indices {
            for shift in stride(from: 24, through: 0, by: -8) {
                digest.append(UInt8(truncatingIfNeeded: state[index] >> UInt32(shift)))
            }
        }
        return digest
    }

    private static func mix(block: Int, of bytes: [UInt8], into state: inout [5 of UInt32]) {
        // The last sixteen words are all that the schedule of eighty ever looks back to.
        var words: [16 of UInt32] = .init(repeating: 0)
        for index in 0..<16 {
            let first = block + index * 4
            words[index] =
                UInt32(bytes[first]) << 24 | UInt32(bytes[first + 1]) << 16 | UInt32(bytes[first + 2]) << 8
                | UInt32(bytes[first + 3])
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for round in 0..<80 {
            if round >= 16 {
                let word =
                    words[(round + 13) & 15] ^ words[(round + 8) & 15] ^ words[(round + 2) & 15]
                    ^ words[round & 15]
                words[round & 15] = word << 1 | word >> 31
            }
            let (choice, constant): (UInt32, UInt32) =
                switch round {
                case 0..<20: (b & c | ~b & d, 0x5a82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ed9_eba1)
                case 40..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
            let next = (a << 5 | a >> 27) &+ choice &+ e &+ constant &+ words[round & 15]
            (a, b, c, d, e) = (next, a, b << 30 | b >> 2, c, d)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }
}

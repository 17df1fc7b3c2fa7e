/// What a person names to appeal against a ban: letters and digits that nobody takes for others.
///
/// The code follows from the number of the ban, and no number is given twice: so a code never comes to mean
/// another ban, not even long after the first is lifted. Codes of neighbours look nothing alike. That anybody
/// can work out the codes there are does no harm: a code opens nothing, it only says which ban is meant.
enum AppealCode {
    private static let letters = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    /// A code is as short as it can be: four letters for a million bans.
    private static let lengthMin = 4
    /// With thirteen every number has a code.
    private static let lengthMax = 13

    /// The code of a ban.
    static func text(of number: UInt64) -> String {
        var length = lengthMin
        while length < lengthMax, number >> UInt64(5 * length) > 0 { length += 1 }
        let bits = UInt64(min(64, 5 * length))
        let word = mixed(number, bits: bits)
        return String((0..<length).map { letters[Int(word >> UInt64(5 * $0) & 31)] })
    }

    /// Another number of so many bits, and of every number another: each step can be taken back.
    private static func mixed(_ number: UInt64, bits: UInt64) -> UInt64 {
        let mask = bits == 64 ? UInt64.max : 1 << bits - 1
        var word = number
        for factor in [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb] as [UInt64] {
            word = word &* factor & mask
            word ^= word >> (bits / 2)
        }
        return word
    }
}

extension ModerationBook {
    /// The code of a new ban: that of its number, unless a ban from before codes followed from numbers has
    /// it.
    func appealCode(ofBan number: UInt64) -> String {
        let code = AppealCode.text(of: number)
        // Else that of a number which no ban will ever come to.
        return appeals.contains(code) ? AppealCode.text(of: number | 1 << 62) : code
    }
}

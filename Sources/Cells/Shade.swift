/// A colour as people see it: CIE L*a*b* under daylight.
struct Shade: Equatable {
    let lightness: Double
    let redness: Double
    let yellowness: Double

    init(red: UInt8, green: UInt8, blue: UInt8) {
        let (red, green, blue) = (Self.linear(red), Self.linear(green), Self.linear(blue))
        // The matrix of sRGB, divided by the white of daylight (D65).
        let x = Self.compressed((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
        let y = Self.compressed(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        let z = Self.compressed((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0890)
        lightness = 116 * y - 16
        redness = 500 * (x - y)
        yellowness = 200 * (y - z)
    }

    /// One of the 256 colours of a terminal, 16 or more: a cube of 6 x 6 x 6, then 24 greys.
    init(paletteNumber number: Int) {
        if number >= 232 {
            let grey = UInt8(clamping: 8 + 10 * (number - 232))
            self.init(red: grey, green: grey, blue: grey)
        } else {
            let cube = max(0, number - 16)
            self.init(
                red: Self.cubeLevels[cube / 36 % 6], green: Self.cubeLevels[cube / 6 % 6],
                blue: Self.cubeLevels[cube % 6])
        }
    }

    /// About what terminals show: most use these levels, or close ones.
    init(_ colour: NamedColour) {
        let bits = colour.rawValue
        self.init(
            red: bits & 1 == 0 ? 0 : 205, green: bits & 2 == 0 ? 0 : 205, blue: bits & 4 == 0 ? 0 : 205)
    }

    func squaredDistance(to other: Shade) -> Double {
        let (first, second, third) = (
            lightness - other.lightness, redness - other.redness, yellowness - other.yellowness
        )
        return first * first + second * second + third * third
    }

    private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

    /// Takes sRGB's curve out of a level: (v + 0.055) / 1.055 to the power of 12/5.
    private static func linear(_ level: UInt8) -> Double {
        let value = Double(level) / 255
        guard value > 0.04045 else { return value / 12.92 }
        let base = (value + 0.055) / 1.055
        return base * base * root(base * base, degree: 5)
    }

    private static func compressed(_ value: Double) -> Double {
        value > 0.008856 ? root(value, degree: 3) : 7.787 * value + 16 / 116
    }

    /// The root of a number between 0 and about 1, by Newton's method from above: pure targets have no
    /// library of mathematics.
    private static func root(_ value: Double, degree: Int) -> Double {
        var guess = 1.0
        for _ in 0..<24 {
            var power = 1.0
            for _ in 1..<degree { power *= guess }
            guess -= (guess * power - value) / (Double(degree) * power)
        }
        return guess
    }
}

import Testing

@testable import Cells

@Suite struct ColourMapTests {
    /// The 32 colours of the first great board of its kind: some of them are close.
    private static let palette: [UInt32] = [
        0x6d001a, 0xbe0039, 0xff4500, 0xffa800, 0xffd635, 0xfff8b8, 0x00a368, 0x00cc78, 0x7eed56, 0x00756f,
        0x009eaa, 0x00ccc0, 0x2450a4, 0x3690ea, 0x51e9f4, 0x493ac1, 0x6a5cff, 0x94b3ff, 0x811e9f, 0xb44ac0,
        0xe4abff, 0xde107f, 0xff3881, 0xff99aa, 0x6d482f, 0x9c6926, 0xffb470, 0x000000, 0x515252, 0x898d90,
        0xd4d7d9, 0xffffff,
    ]

    private static func ink(_ value: UInt32) -> Ink {
        .rgb(
            red: UInt8(value >> 16 & 0xff), green: UInt8(value >> 8 & 0xff), blue: UInt8(value & 0xff))
    }

    private static func shade(_ value: UInt32) -> Shade {
        Shade(red: UInt8(value >> 16 & 0xff), green: UInt8(value >> 8 & 0xff), blue: UInt8(value & 0xff))
    }

    @Test func `the colours of a palette stay apart and near`() {
        var map = ColourMap(depth: .palette)
        let numbers = Self.palette.map { map.number(of: Self.ink($0)) }
        #expect(Set(numbers).count == 32)
        #expect(!numbers.contains { !(16...255 ~= $0) })
        let distances = zip(Self.palette, numbers).map {
            Self.shade($0).squaredDistance(to: Shade(paletteNumber: $1)).squareRoot()
        }
        #expect(distances.reduce(0, +) / 32 < 8.5)
        #expect(distances.max() ?? 99 < 20)
    }

    @Test func `a colour keeps its number`() {
        var map = ColourMap(depth: .palette)
        let first = Self.palette.map { map.number(of: Self.ink($0)) }
        for red in UInt8.min...UInt8.max { _ = map.number(of: .rgb(red: red, green: red, blue: 255 - red)) }
        #expect(Self.palette.map { map.number(of: Self.ink($0)) } == first)
    }

    @Test func `colours that come late share`() {
        var map = ColourMap(depth: .palette)
        var owners: Set<Int> = []
        for value in UInt32(0)..<5_000 {
            let number = map.number(of: Self.ink(value &* 0x03_5d1b & 0xff_ffff))
            #expect(16...255 ~= number)
            owners.insert(number)
        }
        #expect(owners.count > ColourMap.ownersMax)
        #expect(map.number(of: .rgb(red: 254, green: 255, blue: 255)) >= 16)
    }

    @Test func `a few colours are found exactly`() {
        var map = ColourMap(depth: .palette)
        #expect(map.number(of: .rgb(red: 0, green: 0, blue: 0)) == 16)
        #expect(map.number(of: .rgb(red: 255, green: 255, blue: 255)) == 231)
        #expect(map.number(of: .rgb(red: 255, green: 0, blue: 0)) == 196)
        #expect(map.number(of: .rgb(red: 8, green: 8, blue: 8)) == 232)
        #expect(map.number(of: .named(.cyan)) == 6)
        #expect(map.number(of: .standard) == -1)
    }

    @Test func `eight colours and none`() {
        var eight = ColourMap(depth: .eight)
        #expect(eight.number(of: .rgb(red: 255, green: 69, blue: 0)) == 1)
        #expect(eight.number(of: .rgb(red: 250, green: 250, blue: 250)) == 7)
        #expect(eight.number(of: .rgb(red: 3, green: 3, blue: 3)) == 0)
        #expect(eight.number(of: .named(.white)) == 7)
        var mono = ColourMap(depth: .mono)
        #expect(mono.number(of: .named(.red)) == -1)
        #expect(mono.number(of: .rgb(red: 255, green: 0, blue: 0)) == -1)
    }

    @Test func `lightness is what the standard says`() {
        // Known values: sRGB red has L* 53.24, a* 80.09, b* 67.20; mid grey 53.59.
        let red = Self.shade(0xff0000)
        #expect(abs(red.lightness - 53.24) < 0.1)
        #expect(abs(red.redness - 80.09) < 0.2)
        #expect(abs(red.yellowness - 67.20) < 0.2)
        #expect(abs(Self.shade(0x808080).lightness - 53.59) < 0.1)
        #expect(abs(Self.shade(0).lightness) < 0.01)
    }
}

import TestKit
import Testing

@testable import Picture

private let palette = (0..<32).map { (red: UInt8($0), green: UInt8(255 - $0), blue: UInt8($0 * 3)) }

/// The file, with what is known at the end written over the beginning.
private func animate(
    width: Int, height: Int, scale: Int = 1, _ frames: [(pixels: [UInt8], millis: Int)]
) throws -> [UInt8] {
    var file: [UInt8] = []
    let encoder = try AnimatedPNGEncoder(
        width: width, height: height, palette: palette, scale: scale, level: 3
    ) { file += $0 }
    for frame in frames { try encoder.add(frame.pixels, millis: frame.millis) }
    let patch = try encoder.finish()
    file.replaceSubrange(patch.offset..<patch.offset + patch.bytes.count, with: patch.bytes)
    return file
}

struct AnimatedPNGEncoderTests {
    @Test(arguments: [1, 2, 5])
    func `frames come back, and only what changed was written`(scale: Int) throws {
        var random = SeededRandom(seed: UInt64(scale))
        let (width, height) = (37, 23)
        var pixels = [UInt8](repeating: 0, count: width * height)
        var frames: [(pixels: [UInt8], millis: Int)] = []
        for _ in 0..<40 {
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                pixels[.random(in: 0..<pixels.count, using: &random)] = .random(in: 0..<32, using: &random)
            }
            frames.append((pixels, .random(in: 10...900, using: &random)))
        }
        let animation = try PNGAnimation(
            file: try animate(width: width, height: height, scale: scale, frames))
        #expect(animation.width == width * scale && animation.height == height * scale)
        #expect(animation.playCount == 0)
        var told = animation.frames[...]
        for (index, frame) in frames.enumerated() {
            if index > 0, frame.pixels == frames[index - 1].pixels { continue }
            let next = told.popFirst()
            let shown = try #require(next)
            for y in 0..<height * scale {
                for x in 0..<width * scale {
                    try #require(
                        shown.pixels[y * width * scale + x] == frame.pixels[y / scale * width + x / scale])
                }
            }
            if index > 0 {
                let changed = frame.pixels.indices.filter { frame.pixels[$0] != frames[index - 1].pixels[$0] }
                let (xs, ys) = (changed.map { $0 % width }, changed.map { $0 / width })
                let left = xs.min() ?? 0
                let top = ys.min() ?? 0
                let area = [left, top, (xs.max() ?? 0) - left + 1, (ys.max() ?? 0) - top + 1]
                #expect(shown.area == area.map { $0 * scale })
            }
        }
        #expect(told.isEmpty)
        let millis = frames.reduce(0) { $0 + $1.millis }
        #expect(abs(animation.frames.reduce(0) { $0 + $1.seconds } * 1000 - Double(millis)) < 1)
    }

    @Test func `a moment in which nothing changed lengthens the frame before`() throws {
        let blank = [UInt8](repeating: 0, count: 12)
        var dot = blank
        dot[5] = 9
        let animation = try PNGAnimation(
            file: try animate(
                width: 4, height: 3, [(blank, 100), (blank, 100), (dot, 50), (dot, 50), (dot, 50)]))
        #expect(animation.frames.map(\.seconds) == [0.2, 0.15])
        #expect(animation.frames[1].area == [1, 1, 1, 1])
    }

    @Test func `one frame is an animation, none is not`() throws {
        let animation = try PNGAnimation(file: try animate(width: 1, height: 1, [([3], 1)]))
        #expect(animation.frames.map(\.pixels) == [[3]])
        #expect(throws: PictureError.noFrames) { try animate(width: 1, height: 1, []) }
    }

    @Test(arguments: [
        (0, 0, 1000), (1, 1, 1000), (65_535, 65_535, 1000), (65_536, 6554, 100), (655_350, 65_535, 100),
        (655_400, 6554, 10), (6_553_500, 65_535, 10), (6_554_000, 6554, 1), (Int.max / 2, 65_535, 1),
    ])
    func `a long time is said less exactly`(millis: Int, numerator: Int, denominator: Int) {
        let delay = AnimatedPNGEncoder.delay(millis: millis)
        #expect(delay.0 == numerator && delay.1 == denominator)
    }

    @Test func `what cannot be drawn is refused`() throws {
        #expect(throws: PictureError.self) { try animate(width: 0, height: 1, []) }
        #expect(throws: PictureError.self) { try animate(width: 2, height: 1, [([1], 1)]) }
        #expect(throws: PictureError.noSuchColour(40)) { try animate(width: 1, height: 1, [([40], 1)]) }
        #expect(throws: PictureError.wrongScale(0)) { try animate(width: 1, height: 1, scale: 0, [([1], 1)]) }
    }
}

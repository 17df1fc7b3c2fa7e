import TestKit
import Testing

@testable import Picture

private typealias Palette = [(red: UInt8, green: UInt8, blue: UInt8)]

private func palette(of count: Int) -> Palette {
    (0..<count).map { number in
        let byte = UInt8(number)
        return (red: byte, green: 255 - byte, blue: byte &* 7)
    }
}

private func noise(count: Int, colourCount: Int, seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...UInt8(colourCount - 1), using: &random) }
}

struct PNGEncoderTests {
    @Test(
        arguments: [
            (2, 1), (3, 2), (4, 2), (5, 4), (15, 4), (16, 4), (17, 8), (32, 8), (255, 8), (256, 8),
        ], [1, 2, 3, 7, 8, 9, 17])
    func `a picture comes back from its file at every depth and odd width`(
        colours: (count: Int, depth: Int), width: Int
    ) throws {
        let pixels = noise(count: width * 5, colourCount: colours.count, seed: UInt64(width))
        let file = try PNGEncoder.encode(
            pixels: pixels, width: width, height: 5, palette: palette(of: colours.count))
        let picture = try PNGPicture(file: file)
        #expect(picture.width == width)
        #expect(picture.height == 5)
        #expect(picture.depth == colours.depth)
        #expect(picture.palette == palette(of: colours.count).map { [$0.red, $0.green, $0.blue] })
        #expect(picture.pixels == pixels)
    }

    @Test(arguments: 0...9)
    func `every compression level gives the same picture`(level: Int) throws {
        let pixels = noise(count: 300 * 40, colourCount: 32, seed: 5)
        let file = try PNGEncoder.encode(
            pixels: pixels, width: 300, height: 40, palette: palette(of: 32), level: level)
        #expect(try PNGPicture(file: file).pixels == pixels)
    }

    @Test func `a plain board compresses to next to nothing`() throws {
        let pixels = [UInt8](repeating: 0, count: 1000 * 1000)
        let file = try PNGEncoder.encode(pixels: pixels, width: 1000, height: 1000, palette: palette(of: 32))
        #expect(file.count < 4096)
    }

    @Test(arguments: 1...16)
    func `each pixel becomes a square of the scale`(scale: Int) throws {
        let pixels = noise(count: 5 * 3, colourCount: 9, seed: UInt64(scale))
        let file = try PNGEncoder.encode(
            pixels: pixels, width: 5, height: 3, palette: palette(of: 9), scale: scale)
        let picture = try PNGPicture(file: file)
        try #require(picture.width == 5 * scale && picture.height == 3 * scale)
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                #expect(picture.pixels[y * picture.width + x] == pixels[y / scale * 5 + x / scale])
            }
        }
    }

    @Test(arguments: [
        Crop(x: 0, y: 0, width: 11, height: 7), Crop(x: 10, y: 6, width: 1, height: 1),
        Crop(x: 3, y: 2, width: 5, height: 4), Crop(x: 0, y: 6, width: 11, height: 1),
        Crop(x: 10, y: 0, width: 1, height: 7),
    ])
    func `a crop is cut out before it is scaled`(crop: Crop) throws {
        let pixels = noise(count: 11 * 7, colourCount: 4, seed: 3)
        let file = try PNGEncoder.encode(
            pixels: pixels, width: 11, height: 7, palette: palette(of: 4), crop: crop, scale: 3)
        let picture = try PNGPicture(file: file)
        try #require(picture.width == crop.width * 3 && picture.height == crop.height * 3)
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let expected = pixels[(crop.y + y / 3) * 11 + crop.x + x / 3]
                #expect(picture.pixels[y * picture.width + x] == expected)
            }
        }
    }

    @Test func `one pixel is a picture`() throws {
        let file = try PNGEncoder.encode(pixels: [1], width: 1, height: 1, palette: palette(of: 2))
        #expect(try PNGPicture(file: file).pixels == [1])
    }

    @Test func `the same pixels give the same file`() throws {
        let pixels = noise(count: 64 * 64, colourCount: 16, seed: 8)
        let files = try (0..<2).map { _ in
            try PNGEncoder.encode(pixels: pixels, width: 64, height: 64, palette: palette(of: 16))
        }
        #expect(files[0] == files[1])
    }
}

struct PNGEncoderErrorTests {
    private let pixels = [UInt8](repeating: 1, count: 12)

    private func encode(
        width: Int = 4, height: Int = 3, colourCount: Int = 2, crop: Crop? = nil, scale: Int = 1,
        level: Int = 1
    ) throws(PictureError) -> [UInt8] {
        try PNGEncoder.encode(
            pixels: pixels, width: width, height: height, palette: palette(of: colourCount), crop: crop,
            scale: scale, level: level)
    }

    @Test(arguments: [(4, 4), (0, 0), (-4, -3), (12, 0), (Int.max, Int.max), (Int.max, 2)])
    func `pixels that do not fill the picture are refused`(width: Int, height: Int) {
        #expect(throws: PictureError.wrongSize(width: width, height: height, pixelCount: 12)) {
            try encode(width: width, height: height)
        }
    }

    @Test(arguments: [0, 1])
    func `a palette needs two colours`(colourCount: Int) {
        #expect(throws: PictureError.wrongPaletteCount(colourCount)) { try encode(colourCount: colourCount) }
    }

    @Test func `a palette has at most 256 colours`() {
        #expect(throws: PictureError.wrongPaletteCount(257)) {
            try PNGEncoder.encode(
                pixels: pixels, width: 4, height: 3, palette: palette(of: 256) + palette(of: 1))
        }
    }

    @Test(arguments: [
        Crop(x: 0, y: 0, width: 5, height: 3), Crop(x: 0, y: 0, width: 4, height: 4),
        Crop(x: 4, y: 0, width: 1, height: 1), Crop(x: -1, y: 0, width: 2, height: 1),
        Crop(x: 0, y: -1, width: 1, height: 2), Crop(x: 0, y: 0, width: 0, height: 1),
        Crop(x: 0, y: 0, width: 1, height: 0), Crop(x: 1, y: 0, width: Int.max, height: 1),
        Crop(x: Int.max, y: 0, width: Int.max, height: 1), Crop(x: Int.min, y: 0, width: 1, height: 1),
    ])
    func `a crop beyond the picture is refused`(crop: Crop) {
        #expect(throws: PictureError.cropOutside(crop)) { try encode(crop: crop) }
    }

    @Test(arguments: [0, -1, Int.min, Int.max, 1 << 40])
    func `a scale that no picture can have is refused`(scale: Int) {
        #expect(throws: PictureError.wrongScale(scale)) { try encode(scale: scale) }
    }

    @Test(arguments: [-1, 10])
    func `a compression level that zlib does not have is refused`(level: Int) {
        #expect(throws: PictureError.wrongLevel(level)) { try encode(level: level) }
    }

    @Test func `a colour beyond the palette is refused`() {
        #expect(throws: PictureError.noSuchColour(2)) {
            try PNGEncoder.encode(pixels: [0, 1, 2, 1], width: 2, height: 2, palette: palette(of: 2))
        }
    }

    @Test func `what libpng refuses comes back as an error with its words`() {
        // Wider than libpng's own limit of a million columns: its error leaves by longjmp, and must end in C.
        #expect(throws: PictureError.refused("Invalid IHDR data")) { try encode(scale: 300_000) }
    }
}

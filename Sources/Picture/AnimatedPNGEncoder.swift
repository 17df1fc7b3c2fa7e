import CPNG

/// Turns a board's moments into one animated PNG file that plays for ever, with exactly the palette given.
///
/// Only the rectangle that changed since the frame before is written; a moment in which nothing changed
/// lengthens that frame. Two boards are in memory, and one frame's compressed bytes.
///
/// How many frames there are is known at the end and stands near the beginning: `finish` says what has to be
/// written over there.
public final class AnimatedPNGEncoder {
    /// Bytes that take the place of others in the file.
    public struct Patch: Equatable, Sendable {
        /// Where the first of them goes, from the beginning of the file.
        public let offset: Int
        /// The bytes.
        public let bytes: [UInt8]
    }

    /// A frame whose length is not known yet.
    private struct Pending {
        var pixels: [UInt8]
        var changed: Crop
        var millis: Int
    }

    private let width: Int
    private let height: Int
    private let palette: [(red: UInt8, green: UInt8, blue: UInt8)]
    private let scale: Int
    private let level: Int
    private let file: PNGSink
    private let writer: PNGWriter
    private var pending: Pending?
    /// How many frames have been written.
    public private(set) var frameCount = 0
    /// fcTL and fdAT chunks are numbered together.
    private var chunkNumber: UInt32 = 0
    private var countOffset = 0

    /// An animation of that size before it is scaled. `sink` is handed the file, piece by piece.
    public init(
        width: Int, height: Int, palette: [(red: UInt8, green: UInt8, blue: UInt8)], scale: Int = 1,
        level: Int = 6, sink: @escaping ([UInt8]) -> Void
    ) throws(PictureError) {
        guard width >= 1, height >= 1 else { throw .wrongSize(width: width, height: height, pixelCount: 0) }
        self.width = width
        self.height = height
        self.palette = palette
        self.scale = scale
        self.level = level
        file = PNGSink(sink)
        writer = try PNGWriter(to: file)
        try writer.begin(width: width, height: height, palette: palette, scale: scale, level: level)
        countOffset = file.byteCount
        try writer.write(chunk: "acTL", Self.control(frameCount: 0))
    }

    /// Shows these pixels for that long. They are rows from the top, a byte for each pixel.
    public func add(_ pixels: [UInt8], millis: Int) throws(PictureError) {
        guard pixels.count == width * height else {
            throw .wrongSize(width: width, height: height, pixelCount: pixels.count)
        }
        guard let before = pending else {
            pending = Pending(
                pixels: pixels, changed: Crop(x: 0, y: 0, width: width, height: height), millis: millis)
            return
        }
        guard let changed = Self.changed(from: before.pixels, to: pixels, width: width) else {
            pending?.millis += millis
            return
        }
        try write(before)
        pending = Pending(pixels: pixels, changed: changed, millis: millis)
    }

    /// Writes what is left. There has to have been a frame.
    public func finish() throws(PictureError) -> Patch {
        guard let last = pending else { throw .noFrames }
        try write(last)
        pending = nil
        try writer.end()
        // The chunk anew, with its checksum, made by libpng like any other.
        var bytes: [UInt8] = []
        let sink = PNGSink { bytes += $0 }
        try PNGWriter(to: sink).write(chunk: "acTL", Self.control(frameCount: UInt32(frameCount)))
        return Patch(offset: countOffset, bytes: bytes)
    }

    private func write(_ frame: Pending) throws(PictureError) {
        try writer.write(chunk: "fcTL", control(of: frame))
        let source = PNGSource(
            pixels: frame.pixels, width: width, crop: frame.changed, scale: scale,
            colourCount: palette.count)
        if frameCount == 0 {
            try writer.writeRows(of: source)
        } else {
            for data in try compressed(source) { try writer.write(chunk: "fdAT", number() + data) }
        }
        frameCount += 1
    }

    /// The compressed pixels of a rectangle, as libpng would put them into a picture of their own.
    private func compressed(_ source: PNGSource) throws(PictureError) -> [[UInt8]] {
        var bytes: [UInt8] = []
        let sink = PNGSink { bytes += $0 }
        let writer = try PNGWriter(to: sink)
        try writer.begin(
            width: source.crop.width, height: source.crop.height, palette: palette, scale: scale,
            level: level)
        try writer.writeRows(of: source)
        try writer.end()
        return PNGChunks(bytes).filter { $0.name == "IDAT" }.map { Array($0.content) }
    }

    private static func control(frameCount: UInt32) -> [UInt8] {
        // It plays for ever.
        bigEndian(frameCount) + bigEndian(UInt32(0))
    }

    private func control(of frame: Pending) -> [UInt8] {
        let area = frame.changed
        let (numerator, denominator) = Self.delay(millis: frame.millis)
        var bytes = number()
        for length in [area.width * scale, area.height * scale, area.x * scale, area.y * scale] {
            bytes += Self.bigEndian(UInt32(length))
        }
        // Stays as it is, and replaces what it covers.
        return bytes + Self.bigEndian(numerator) + Self.bigEndian(denominator) + [0, 0]
    }

    private func number() -> [UInt8] {
        defer { chunkNumber += 1 }
        return Self.bigEndian(chunkNumber)
    }

    /// A length of time as a fraction of a second, as exact as it can be said; 65,535 s at most.
    static func delay(millis: Int) -> (UInt16, UInt16) {
        for (denominator, divisor) in [(1000, 1), (100, 10), (10, 100)] {
            let numerator = (millis + divisor / 2) / divisor
            if numerator <= Int(UInt16.max) { return (UInt16(max(0, numerator)), UInt16(denominator)) }
        }
        return (UInt16(clamping: (millis + 500) / 1000), 1)
    }

    private static func bigEndian<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> [UInt8] {
        (0..<MemoryLayout<Number>.size).reversed().map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
    }

    /// The smallest rectangle that holds every pixel that is another; nil if there is none.
    static func changed(from old: [UInt8], to new: [UInt8], width: Int) -> Crop? {
        let (old, new) = (old.span, new.span)
        let height = new.count / width
        func isSame(row y: Int) -> Bool {
            (y * width..<(y + 1) * width).allSatisfy { old[$0] == new[$0] }
        }
        guard let top = (0..<height).first(where: { !isSame(row: $0) }),
            let bottom = (0..<height).last(where: { !isSame(row: $0) })
        else { return nil }
        var (left, right) = (width, -1)
        for y in top...bottom {
            let row = y * width
            if let first = (0..<left).first(where: { old[row + $0] != new[row + $0] }) { left = first }
            if right + 1 < width,
                let last = (right + 1..<width).last(where: { old[row + $0] != new[row + $0] })
            {
                right = last
            }
        }
        return Crop(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }
}

/// The chunks of a PNG file that libpng has just made: what it says of itself is believed.
private struct PNGChunks: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var offset = 8

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> (name: String, content: ArraySlice<UInt8>)? {
        guard offset + 12 <= bytes.count else { return nil }
        let count = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        guard offset + 12 + count <= bytes.count else { return nil }
        let name = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
        defer { offset += 12 + count }
        return (name, bytes[offset + 8..<offset + 8 + count])
    }
}

import CPNG

/// What a picture is made of, before it is cut and scaled.
struct PNGSource {
    let pixels: [UInt8]
    let width: Int
    let crop: Crop
    let scale: Int
    let colourCount: Int
}

/// Takes the file. libpng hands its bytes over through a C function pointer, which can carry no closure.
final class PNGSink {
    private let take: ([UInt8]) -> Void
    private(set) var byteCount = 0

    init(_ take: @escaping ([UInt8]) -> Void) {
        self.take = take
    }

    fileprivate func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        byteCount += bytes.count
        take(Array(bytes))
    }
}

/// One file of libpng's, from its beginning to its end.
final class PNGWriter {
    private let handle: OpaquePointer
    /// The writer knows it by its address only, which keeps nothing alive.
    private let sink: PNGSink

    init(to sink: PNGSink) throws(PictureError) {
        guard let handle = cpng_create(Self.hand, Unmanaged.passUnretained(sink).toOpaque()) else {
            throw .outOfMemory
        }
        self.handle = handle
        self.sink = sink
    }

    deinit { cpng_destroy(handle) }

    /// Writes what stands before the rows, of a picture of that size before it is scaled.
    func begin(
        width: Int, height: Int, palette: [(red: UInt8, green: UInt8, blue: UInt8)], scale: Int, level: Int
    ) throws(PictureError) {
        guard 2...256 ~= palette.count else { throw .wrongPaletteCount(palette.count) }
        guard let scaledWidth = Self.scaled(width, by: scale),
            let scaledHeight = Self.scaled(height, by: scale)
        else { throw .wrongScale(scale) }
        guard 0...9 ~= level else { throw .wrongLevel(level) }
        try check(
            cpng_begin(
                handle, scaledWidth, scaledHeight, PNGEncoder.depth(holding: palette.count),
                palette.flatMap { [$0.red, $0.green, $0.blue] }, Int32(palette.count), Int32(level)))
    }

    private static func scaled(_ length: Int, by scale: Int) -> UInt32? {
        let (product, overflow) = length.multipliedReportingOverflow(by: scale)
        return scale >= 1 && !overflow ? UInt32(exactly: product) : nil
    }

    /// Writes rows, one by one: beside the pixels and the file only one row is in memory.
    func writeRows(of source: PNGSource) throws(PictureError) {
        let crop = source.crop
        var row: [UInt8] = []
        row.reserveCapacity(crop.width * source.scale)
        for y in crop.y..<crop.y + crop.height {
            row.removeAll(keepingCapacity: true)
            let start = y * source.width + crop.x
            var highest: UInt8 = 0
            for colour in source.pixels[start..<start + crop.width] {
                highest = max(highest, colour)
                for _ in 0..<source.scale { row.append(colour) }
            }
            guard Int(highest) < source.colourCount else { throw .noSuchColour(highest) }
            try check(cpng_write_row(handle, row, UInt32(source.scale)))
        }
    }

    /// Writes a chunk of our own between those of libpng, with its length and its checksum.
    func write(chunk name: String, _ content: [UInt8]) throws(PictureError) {
        try check(cpng_write_chunk(handle, name, content, content.count))
    }

    func end() throws(PictureError) {
        try check(cpng_end(handle))
    }

    private func check(_ succeeded: Bool) throws(PictureError) {
        guard succeeded else { throw .refused(String(cString: cpng_message(handle))) }
    }

    private static let hand: cpng_sink = { context, bytes, count in
        Unmanaged<PNGSink>.fromOpaque(context).takeUnretainedValue()
            .append(UnsafeBufferPointer(start: bytes, count: count))
    }
}

/// Turns indexed pixels into a PNG file with exactly the palette given, in the smallest of the depths 1, 2, 4
/// and 8 that holds it.
///
/// Rows are cut out, scaled and compressed one by one, so that beside the pixels and the file only one row is
/// in memory.
public enum PNGEncoder {
    /// The file. `pixels` are rows from the top, a byte for each pixel; `crop` is cut out first, then each
    /// pixel becomes a square of `scale` by `scale`. `level` is zlib's, 0 (none) to 9 (smallest, slowest).
    /// How large a picture may become is for the caller to decide.
    public static func encode(
        pixels: [UInt8], width: Int, height: Int, palette: [(red: UInt8, green: UInt8, blue: UInt8)],
        crop: Crop? = nil, scale: Int = 1, level: Int = 6
    ) throws(PictureError) -> [UInt8] {
        let (pixelCount, overflow) = width.multipliedReportingOverflow(by: height)
        guard width >= 1, height >= 1, !overflow, pixels.count == pixelCount else {
            throw .wrongSize(width: width, height: height, pixelCount: pixels.count)
        }
        let crop = crop ?? Crop(x: 0, y: 0, width: width, height: height)
        guard crop.lies(inWidth: width, height: height) else { throw .cropOutside(crop) }
        var file: [UInt8] = []
        let sink = PNGSink { file += $0 }
        let writer = try PNGWriter(to: sink)
        try writer.begin(
            width: crop.width, height: crop.height, palette: palette, scale: scale, level: level)
        try writer.writeRows(
            of: PNGSource(
                pixels: pixels, width: width, crop: crop, scale: scale, colourCount: palette.count))
        try writer.end()
        return file
    }

    /// The smallest depth in bits that tells `colourCount` colours apart.
    static func depth(holding colourCount: Int) -> Int32 {
        switch colourCount {
        case ...2: 1
        case ...4: 2
        case ...16: 4
        default: 8
        }
    }
}

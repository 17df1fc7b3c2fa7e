import Canvas
import Ledger
import Picture

/// How pictures of a board are made: which part of it, and how large.
struct BoardPicture {
    /// What fits into the memory of any machine, and what browsers still show.
    static let pixelsMax = 64_000_000

    let palette: [(red: UInt8, green: UInt8, blue: UInt8)]
    let crop: Crop
    let scale: Int
    private let boardShape: BoardShape

    init(_ board: LedgerBoard, crop: Crop?, scale: Int) {
        palette = board.palette.colours.map { ($0.red, $0.green, $0.blue) }
        boardShape = board.shape
        self.crop = crop ?? Crop(x: 0, y: 0, width: board.shape.width, height: board.shape.height)
        self.scale = scale
    }

    /// Sees whether the crop lies on the board, and whether the picture is not too large.
    func check() throws(Failure) {
        let (width, height) = (boardShape.width, boardShape.height)
        guard (0..<width).contains(crop.x), (0..<height).contains(crop.y),
            (1...width - crop.x).contains(crop.width), (1...height - crop.y).contains(crop.height)
        else {
            throw Failure(
                .usage, "the crop reaches outside the board of \(width) by \(height)",
                "write --crop X,Y,WIDTH,HEIGHT in pixels of the board")
        }
        guard crop.width * crop.height * scale * scale <= Self.pixelsMax else {
            throw Failure(
                .usage, "the picture would have more than 64 million pixels",
                "take a smaller --scale or --crop")
        }
    }

    /// The part of the board that is shown.
    func cut(_ colours: [UInt8]) -> [UInt8] {
        guard crop.width < boardShape.width || crop.height < boardShape.height else { return colours }
        var part: [UInt8] = []
        part.reserveCapacity(crop.width * crop.height)
        for y in crop.y..<crop.y + crop.height {
            let start = y * boardShape.width + crop.x
            part += colours[start..<start + crop.width]
        }
        return part
    }

    /// A picture of it.
    func encode(_ colours: [UInt8]) throws(Failure) -> [UInt8] {
        try check()
        do throws(PictureError) {
            return try PNGEncoder.encode(
                pixels: cut(colours), width: crop.width, height: crop.height, palette: palette, scale: scale)
        } catch {
            throw Failure(picture: error)
        }
    }
}

extension Failure {
    init(picture error: PictureError) {
        self.init(
            .storageFailed, "the picture could not be made: \(error)", "this is a fault in toile: report it")
    }
}

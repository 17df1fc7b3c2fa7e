internal import Canvas

/// Looking at snapshots without a log that says what they should be, and without touching anything: a server
/// may be writing there.
extension SnapshotStore {
    /// Reads a snapshot and proves it, as far as that can be done without knowing its board.
    func image(
        _ entry: Entry, of board: BoardName, shape: BoardShape?
    ) throws(StorageError) -> BoardImage {
        let bytes = try Disk.read(entry.path)
        do throws(FormatFault) {
            let image = try SnapshotFormat.decode(bytes)
            guard image.board == board, image.epoch == entry.epoch, image.seq == entry.seq else {
                throw FormatFault(
                    offset: 0, reason: "it shows \(image.board) at \(image.epoch).\(image.seq) instead")
            }
            if let shape, image.shape != shape {
                throw FormatFault(
                    offset: 0,
                    reason: "it is \(image.shape.width)x\(image.shape.height), and the board is not")
            }
            return image
        } catch {
            throw fault(error, entry, bytes)
        }
    }

    /// When the present past of a board began, in milliseconds since 1970: with the picture of its beginning,
    /// where it has one.
    func beganAtMillis(_ board: LedgerBoard) -> Int64 {
        let images = try? entries(of: board.name, epoch: board.epoch, removesPartial: false)
        guard board.beginning == .snapshot, let first = images?.first, first.seq == 0,
            let header = try? header(first, of: board)
        else { return board.createdAtMillis }
        return header.takenAtMillis
    }

    /// How large the board was; nil if the snapshot cannot be read.
    func shape(of entry: Entry) -> BoardShape? {
        guard let bytes = try? Disk.read(entry.path, bytesMax: SnapshotFormat.headerBytesMax) else {
            return nil
        }
        return try? SnapshotFormat.header(of: bytes).shape
    }
}

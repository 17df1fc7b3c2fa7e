internal import Canvas

/// The folder of snapshots: one folder for each board, one file for each state, named after it.
struct SnapshotStore {
    /// The newest ones are kept, so that a damaged one is no loss.
    static let newestKept = 3
    /// Of the older ones, one for each hour...
    static let keptEveryMillis: Int64 = 3_600_000
    /// ... in which so much happened that reading it from the log again would take a while.
    static let hourlyChangesMin: UInt64 = 100_000
    /// As far back as recovery looks for a beginning, there are four for each stretch that it remembers.
    static let startsPerStretch: UInt64 = 4

    /// A snapshot's file.
    struct Entry: Equatable {
        let epoch: UInt32
        let seq: UInt64
        let path: String
    }

    let path: String

    private func folder(of board: BoardName) -> String { "\(path)/\(board.text)" }

    private func path(of board: BoardName, _ epoch: UInt32, _ seq: UInt64) -> String {
        "\(folder(of: board))/\(epoch).\(seq)"
    }

    /// The snapshots of one past of a board, oldest first. What a crash left half written is removed; not so
    /// where another thread may be writing.
    func entries(
        of board: BoardName, epoch: UInt32, removesPartial: Bool = true
    ) throws(StorageError) -> [Entry] {
        try allEntries(of: board, removesPartial: removesPartial).filter { $0.epoch == epoch }
    }

    /// The snapshots of all pasts of a board, oldest first within each.
    func allEntries(of board: BoardName, removesPartial: Bool = false) throws(StorageError) -> [Entry] {
        let folder = folder(of: board)
        var entries: [Entry] = []
        for name in try Disk.names(in: folder) {
            if name.hasSuffix(Disk.partialSuffix) {
                if removesPartial { try Disk.remove("\(folder)/\(name)") }
                continue
            }
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let epoch = UInt32(parts[0]), let seq = UInt64(parts[1]) else { continue }
            entries.append(Entry(epoch: epoch, seq: seq, path: "\(folder)/\(name)"))
        }
        return entries.sorted { ($0.epoch, $0.seq) < ($1.epoch, $1.seq) }
    }

    /// Writes an image to its file, which is then there for good or not at all.
    @discardableResult
    func save(_ image: BoardImage) throws(StorageError) -> Entry {
        let path = path(of: image.board, image.epoch, image.seq)
        guard Digest(of: image.colours) == image.digest else {
            throw StorageError(
                .failed, "the image for \(path) has another digest than its pixels",
                remedy: "this is a fault in toile or in the memory of this machine: restart, and report it")
        }
        try Disk.makeFolder(folder(of: image.board))
        try Disk.replace(path) { (file) throws(StorageError) in
            try SnapshotFormat.encode(image) { (bytes) throws(StorageError) in try file.write(bytes) }
        }
        return Entry(epoch: image.epoch, seq: image.seq, path: path)
    }

    /// Reads a snapshot and proves it.
    func image(_ entry: Entry, of board: LedgerBoard) throws(StorageError) -> BoardImage {
        let bytes = try Disk.read(entry.path)
        do throws(FormatFault) {
            try check(SnapshotFormat.header(of: bytes), entry, board)
            return try SnapshotFormat.decode(bytes)
        } catch {
            throw fault(error, entry, bytes)
        }
    }

    /// Reads the colours of a snapshot.
    func colours(_ entry: Entry, of board: LedgerBoard) throws(StorageError) -> (colours: [UInt8], Digest) {
        let bytes = try Disk.read(entry.path)
        do throws(FormatFault) {
            let header = try SnapshotFormat.header(of: bytes)
            try check(header, entry, board)
            return (try SnapshotFormat.colours(of: bytes, header), header.digest)
        } catch {
            throw fault(error, entry, bytes)
        }
    }

    /// Reads the beginning of a snapshot.
    func header(_ entry: Entry, of board: LedgerBoard) throws(StorageError) -> SnapshotFormat.Header {
        let bytes = try Disk.read(entry.path, bytesMax: SnapshotFormat.headerBytesMax)
        do throws(FormatFault) {
            let header = try SnapshotFormat.header(of: bytes)
            try check(header, entry, board)
            return header
        } catch {
            throw fault(error, entry, bytes)
        }
    }

    private func check(
        _ header: SnapshotFormat.Header, _ entry: Entry, _ board: LedgerBoard
    ) throws(FormatFault) {
        guard header.board == board.name, header.epoch == entry.epoch, header.seq == entry.seq else {
            throw FormatFault(
                offset: 0, reason: "it shows \(header.board) at \(header.epoch).\(header.seq) instead")
        }
        guard header.shape == board.shape else {
            throw FormatFault(
                offset: 0,
                reason: "it is \(header.shape.width)x\(header.shape.height), and the board is not")
        }
    }

    func fault(_ fault: FormatFault, _ entry: Entry, _ bytes: [UInt8]) -> StorageError {
        if let version = SnapshotFormat.version(of: bytes), version > SnapshotFormat.version {
            return .newerFormat(entry.path, version: Int(version), known: Int(SnapshotFormat.version))
        }
        return .damaged(entry.path, at: fault.offset, fault.reason)
    }

    /// Removes what need not be kept. `rememberedChanges` is how far back recovery wants to begin.
    func prune(_ board: BoardName, epoch: UInt32, rememberedChanges: UInt64) throws(StorageError) {
        let entries = try entries(of: board, epoch: epoch)
        let times = try entries.map { (entry) throws(StorageError) in try takenAt(entry) }
        let kept = Self.kept(zip(entries, times).map { ($0.seq, $1) }, rememberedChanges: rememberedChanges)
        for (entry, isKept) in zip(entries, kept) where !isKept { try Disk.remove(entry.path) }
    }

    /// Of the pasts that are over, removes all but the first and the last snapshot of each: what a past began
    /// with, and what it came to. Only when it is certain which past is the present one.
    func pruneOthers(_ board: BoardName, than epoch: UInt32) throws(StorageError) {
        let entries = try allEntries(of: board, removesPartial: true)
        for (index, entry) in entries.enumerated() where entry.epoch != epoch {
            let isFirst = index == 0 || entries[index - 1].epoch != entry.epoch
            let isLast = index + 1 == entries.count || entries[index + 1].epoch != entry.epoch
            if !isFirst, !isLast { try Disk.remove(entry.path) }
        }
    }

    /// Removes the snapshots of all pasts but one.
    func removeOthers(_ board: BoardName, than epoch: UInt32) throws(StorageError) {
        for entry in try allEntries(of: board, removesPartial: true) where entry.epoch != epoch {
            try Disk.remove(entry.path)
        }
    }

    private func takenAt(_ entry: Entry) throws(StorageError) -> Int64? {
        let bytes = try Disk.read(entry.path, bytesMax: SnapshotFormat.headerBytesMax)
        return try? SnapshotFormat.header(of: bytes).takenAtMillis
    }

    /// Which of the snapshots, oldest first, are kept; one that nobody can read has no time.
    static func kept(_ snapshots: [(seq: UInt64, takenAt: Int64?)], rememberedChanges: UInt64) -> [Bool] {
        guard let newest = snapshots.last else { return [] }
        // What recovery begins with, so that all changes since then are remembered.
        let start = snapshots.last { $0.seq + rememberedChanges <= newest.seq }
        var last: (seq: UInt64, takenAt: Int64)?
        return snapshots.enumerated().map { index, snapshot in
            // A past that began with a picture cannot be told without it.
            let isNeeded =
                snapshot.seq == 0 || snapshot.seq == start?.seq || index + newestKept >= snapshots.count
            guard let takenAt = snapshot.takenAt else { return isNeeded }
            let isClose = snapshot.seq + 2 * rememberedChanges >= newest.seq
            let isDue =
                last.map { last in
                    let changes = snapshot.seq - last.seq
                    return isClose && changes >= rememberedChanges / startsPerStretch
                        || takenAt - last.takenAt >= keptEveryMillis && changes >= hourlyChangesMin
                } ?? true
            if isDue { last = (snapshot.seq, takenAt) }
            return isNeeded || isDue
        }
    }
}

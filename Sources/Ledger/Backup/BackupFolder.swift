internal import Canvas

/// The folder of a backup.
///
///     log.db                     the log, whole and closed
///     snapshots/BOARD/EPOCH.SEQ  the snapshots that go with it
///     backup                     what it holds, written when all of that is proved
///
/// The log has another name until the very end: whatever has both is a whole backup, and whatever has not is
/// none, and no server takes either for its data.
struct BackupFolder {
    static let manifestName = "backup"

    let path: String

    var manifestPath: String { "\(path)/\(Self.manifestName)" }
    var logPath: String { "\(path)/log.db" }
    var partialLogPath: String { logPath + Disk.partialSuffix }
    var snapshotsPath: String { "\(path)/snapshots" }

    /// Makes sure that the folder is there and has nothing in it.
    func prepare() throws(StorageError) {
        try Disk.makeFolder(path)
        if let name = try Disk.names(in: path).first(where: { $0 != "lost+found" }) {
            throw StorageError(
                .unusable, "\(path) is not empty: there is \(name)",
                remedy: "give a folder that is new or empty; every backup gets one of its own")
        }
        try Disk.makeFolder(snapshotsPath)
    }

    /// All is there and proved: from now on it is a backup.
    func finish(_ manifest: BackupManifest) throws(StorageError) {
        try syncTree(snapshotsPath)
        try Disk.replace(manifestPath) { (file) throws(StorageError) in
            try file.write(Array(manifest.text.utf8))
        }
        try Disk.move(partialLogPath, to: logPath)
        try Disk.syncFolder(path)
    }

    private func syncTree(_ path: String) throws(StorageError) {
        for name in try Disk.names(in: path) { try Disk.syncFolder("\(path)/\(name)") }
        try Disk.syncFolder(path)
    }

    /// What a whole backup says of itself.
    func manifest() throws(StorageError) -> BackupManifest {
        guard Disk.exists(manifestPath), Disk.exists(logPath) else {
            throw StorageError(
                .unusable, "\(path) is no backup, or one that was interrupted",
                remedy: "give a folder that 'toile backup' has finished")
        }
        let text = String(decoding: try Disk.read(manifestPath, bytesMax: 1 << 20), as: UTF8.self)
        guard let manifest = BackupManifest(text) else {
            throw StorageError(
                .damaged, "\(manifestPath) does not say what it should", remedy: "take another backup")
        }
        guard manifest.version <= BackupManifest.version else {
            throw .newerFormat(manifestPath, version: manifest.version, known: BackupManifest.version)
        }
        return manifest
    }
}

/// What a backup says that it holds, in lines that people can read:
///
///     toile backup 1
///     at MILLISECONDS
///     board NAME EPOCH.SEQ DIGEST
struct BackupManifest: Equatable {
    static let version = 1

    let version: Int
    let atMillis: Int64
    let boards: [InspectedBoard]

    init(atMillis: Int64, boards: [InspectedBoard]) {
        version = Self.version
        self.atMillis = atMillis
        self.boards = boards
    }

    var text: String {
        "toile backup \(version)\nat \(atMillis)\n"
            + boards.map { "board \($0.name) \($0.epoch).\($0.seq) \($0.digest.value)\n" }.joined()
    }

    init?(_ text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        guard lines.count >= 2, lines[0].count == 3, lines[0].starts(with: ["toile", "backup"]),
            let version = Int(lines[0][2]), lines[1].count == 2, lines[1][0] == "at",
            let atMillis = Int64(lines[1][1])
        else { return nil }
        var boards: [InspectedBoard] = []
        for words in lines.dropFirst(2) {
            guard words.count == 4, words[0] == "board", let name = BoardName(words[1]),
                let digest = UInt32(words[3])
            else { return nil }
            let state = words[2].split(separator: ".")
            guard state.count == 2, let epoch = UInt32(state[0]), let seq = UInt64(state[1]) else {
                return nil
            }
            boards.append(
                InspectedBoard(name: name, epoch: epoch, seq: seq, digest: Digest(value: digest)))
        }
        self.version = version
        self.atMillis = atMillis
        self.boards = boards
    }
}

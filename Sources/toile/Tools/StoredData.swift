import Canvas
import Glibc
import Ledger

/// Data to be read: as it lies there where no server is running, else a backup that the server makes for the
/// purpose and that is removed again.
final class StoredData {
    let archive: Archive
    private let temporaryPath: String?

    init(_ dataDirectory: String, _ progress: ProgressDisplay) throws(Failure) {
        if try AdminClient(data: dataDirectory) != nil {
            // Beside the data: the server may write nowhere else, and there is no other disk that is surely
            // large enough. If this process is killed, the server's next start removes it.
            let path = "\(dataDirectory)/\(DataDirectory.temporaryPrefix)reading-\(getpid())"
            temporaryPath = path
            do throws(Failure) {
                _ = try BackupCommand.make(in: dataDirectory, to: path, progress)
                archive = try Self.opening { () throws(StorageError) in try Archive(backup: path) }
            } catch {
                Self.remove(path)
                throw error
            }
        } else {
            temporaryPath = nil
            archive = try Self.opening { () throws(StorageError) in
                try Archive(in: DataDirectory(existing: dataDirectory))
            }
        }
    }

    deinit {
        if let temporaryPath { Self.remove(temporaryPath) }
    }

    /// The board of that name.
    func board(_ name: BoardName) throws(Failure) -> LedgerBoard {
        guard let board = archive.board(name) else {
            let names = archive.boards.map(\.name.text).joined(separator: ", ")
            throw Failure(
                .usage, "there is no board '\(name)'", "there are: \(names.isEmpty ? "none" : names)")
        }
        return board
    }

    static func opening<Answer>(_ body: () throws(StorageError) -> Answer) throws(Failure) -> Answer {
        do throws(StorageError) {
            return try body()
        } catch {
            throw Failure(error)
        }
    }

    private static func remove(_ path: String) {
        do throws(StorageError) {
            try DataDirectory.removeTemporary(path)
        } catch {
            Output.log("\(error.what); it is removed when the server starts again")
        }
    }
}

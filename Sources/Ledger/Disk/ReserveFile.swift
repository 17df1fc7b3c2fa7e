internal import Glibc

/// Room on the disk that is taken beforehand and given back when there is no other, so that what people
/// were judged on a moment before still finds its place.
struct ReserveFile {
    let path: String
    let byteCount: Int
    private(set) var isHeld = false

    init(path: String, byteCount: Int) {
        self.path = path
        self.byteCount = byteCount
    }

    /// Takes the room again. Nothing if it is held, or none is wanted.
    mutating func take() throws(StorageError) {
        guard !isHeld, byteCount > 0 else { return }
        do throws(StorageError) {
            let file = try OpenFile(path, O_WRONLY | O_CREAT, doing: "create")
            try file.allocate(byteCount)
        } catch {
            unlink(path)
            throw error
        }
        isHeld = true
    }

    /// Gives the room back; false if there was none.
    mutating func release() -> Bool {
        guard isHeld else { return false }
        isHeld = false
        return unlink(path) == 0
    }
}

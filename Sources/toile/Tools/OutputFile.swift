import Glibc

/// A file in the making: it has another name until it is whole, so that nobody takes half of it for all.
final class OutputFile {
    private static let bufferBytesMax = 1 << 18

    let path: String
    private let partialPath: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isFinished = false
    /// What went wrong first; nothing is written after it.
    private(set) var failure: Failure?

    /// Begins a file; nil is standard output.
    init(_ path: String?) throws(Failure) {
        self.path = path ?? "standard output"
        guard let path else {
            partialPath = ""
            descriptor = STDOUT_FILENO
            return
        }
        partialPath = path + ".partial"
        descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .file("create", partialPath, errno) }
    }

    deinit {
        guard !partialPath.isEmpty else { return }
        close(descriptor)
        if !isFinished { unlink(partialPath) }
    }

    func write(_ bytes: some Sequence<UInt8>) {
        buffer += bytes
        if buffer.count >= Self.bufferBytesMax { flush() }
    }

    private func flush() {
        var start = 0
        while failure == nil, start < buffer.count {
            let count = buffer.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, buffer.count - start)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { failure = .file("write", path, errno) }
            start += max(0, count)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes over what is there already.
    func overwrite(_ bytes: [UInt8], at offset: Int) {
        flush()
        let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        if count != bytes.count, failure == nil { failure = .file("write", path, count < 0 ? errno : EIO) }
    }

    /// It is whole.
    func finish() throws(Failure) {
        flush()
        if let failure { throw failure }
        guard !partialPath.isEmpty else { return }
        guard fsync(descriptor) == 0 else { throw .file("sync", path, errno) }
        guard rename(partialPath, path) == 0 else { throw .file("rename to", path, errno) }
        isFinished = true
    }
}

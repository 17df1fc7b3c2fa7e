import CCurses

/// The terminal device: bytes in, bytes out, its modes, its size. Reading and writing never wait.
///
/// What could not be sent at once is kept, one frame of it at most: a frame that has been begun must be
/// finished, or the terminal would be left in the middle of a sequence.
final class Device {
    /// So many bytes are read at a time.
    private static let readMax = 4_096
    /// How long the last bytes may take on the way out, when the caller is about to end.
    private static let farewellMillis: Int32 = 500

    let input: Int32
    let output: Int32
    private(set) var writtenByteCount: UInt64 = 0
    private var unsent: ArraySlice<UInt8> = []
    /// Whether the terminal has been closed at its other end.
    private(set) var isGone = false
    /// Whether somebody left the device raw, and it will be given back sane.
    let wasRaw: Bool

    init(input: Int32, output: Int32) throws(TerminalError) {
        self.output = try Self.opened(output)
        do {
            self.input = try Self.opened(input)
        } catch {
            ccurses_device_close(self.output)
            throw error
        }
        let outcome = ccurses_device_enter(self.output)
        guard outcome >= 0 else {
            ccurses_device_close(self.input)
            ccurses_device_close(self.output)
            throw .device(number: -outcome)
        }
        wasRaw = outcome == 1
    }

    deinit {
        ccurses_device_close(input)
        ccurses_device_close(output)
    }

    private static func opened(_ descriptor: Int32) throws(TerminalError) -> Int32 {
        let outcome = ccurses_device_open(descriptor)
        if outcome >= 0 { return outcome }
        throw Int(outcome) == -ccurses_not_a_terminal ? .notATerminal : .device(number: -outcome)
    }

    var isBlocked: Bool { !unsent.isEmpty }

    /// The size, if the device knows it: some lines of serial consoles say 0 x 0.
    var size: (width: Int, height: Int)? {
        var (width, height): (Int32, Int32) = (0, 0)
        guard ccurses_device_size(output, &width, &height) == 0, width > 0, height > 0 else { return nil }
        return (Int(width), Int(height))
    }

    /// Sends these bytes after those that are still to be sent, as far as they go.
    func write(_ bytes: [UInt8]) {
        unsent += bytes
        flush()
    }

    /// Sends what is still to be sent, as far as it goes.
    func flush() {
        while !unsent.isEmpty {
            let outcome = unsent.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { ccurses_device_write(output, $0, buffer.count) } ?? 0
            }
            guard outcome > 0 else {
                // A device that is gone takes nothing any more, and its reader will hear of it.
                if outcome != -ccurses_would_block { unsent = [] }
                return
            }
            writtenByteCount += UInt64(outcome)
            unsent = unsent.dropFirst(outcome)
        }
        unsent = []
    }

    /// Sends everything, and waits a little for a device that is slow.
    func finish() {
        flush()
        while isBlocked, ccurses_device_wait(output, true, Self.farewellMillis) == 1 { flush() }
        unsent = []
    }

    /// What has been typed; nothing if nothing has, for as long as that.
    func read(waitMillis: Int32 = 0) -> [UInt8] {
        if waitMillis > 0 { _ = ccurses_device_wait(input, false, waitMillis) }
        return [UInt8](unsafeUninitializedCapacity: Self.readMax) { buffer, count in
            guard let address = buffer.baseAddress else { return }
            let outcome = ccurses_device_read(input, address, buffer.count)
            isGone = outcome == 0 || (outcome < 0 && outcome != -ccurses_would_block)
            count = max(0, outcome)
        }
    }

    /// Takes the modes of a shell.
    func leave() {
        ccurses_device_leave(output)
    }

    /// Takes the modes of a screen again.
    func enterAgain() {
        ccurses_device_again(output)
    }
}

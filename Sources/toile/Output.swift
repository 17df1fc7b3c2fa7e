import Glibc

/// Lines to the terminal, written at once and whole: nothing is lost in a buffer when the program ends.
enum Output {
    static func text(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// The same for who goes on as long as somebody reads; false: nobody does any more.
    static func textIsTaken(_ text: String) -> Bool {
        write(text, to: STDOUT_FILENO)
    }

    static func line(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// A line of the log.
    static func log(_ line: String) {
        write("toile: " + line + "\n", to: STDERR_FILENO)
    }

    /// To standard error, as it is.
    static func errorText(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads: there is nowhere left to say so.
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

extension Failure {
    func exit() -> Never {
        Output.log("\(what): \(remedy)")
        Glibc.exit(code.rawValue)
    }
}

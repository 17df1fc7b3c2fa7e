internal import CLinux

/// Randomness that nobody can guess, from the kernel.
public enum SystemRandom {
    /// `count` random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        fill(&bytes)
        return bytes
    }

    /// Replaces every byte by a random one.
    public static func fill(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { fill($0) }
    }

    /// A random number out of all that there are.
    public static func number<Number: FixedWidthInteger>(of type: Number.Type = Number.self) -> Number {
        var number = Number.zero
        withUnsafeMutableBytes(of: &number) { fill($0) }
        return number
    }

    private static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress else { return }
        var done = 0
        while done < buffer.count {
            // Large requests may come back short. A kernel without randomness is none that we can run on.
            done += SystemCall.certain("getrandom") { clinux_random(start + done, buffer.count - done) }
        }
    }
}

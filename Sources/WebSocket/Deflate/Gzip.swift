/// Whole files for `Content-Encoding: gzip`.
public enum Gzip {
    /// A gzip file that holds the bytes.
    /// - Parameter level: 1 (fast) to 9 (small).
    public static func compress(_ bytes: [UInt8], level: Int) -> [UInt8] {
        precondition((1...9).contains(level), "gzip knows the levels 1 to 9")
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 4 + 64)
        Deflater(gzipLevel: level).deflate(bytes, bytes.indices, finishes: true, to: &output)
        return output
    }
}

/// A house is read in rooms: no file, function or line beyond what one can take in.
enum SizeRules {
    static let functionLinesMax = 60
    static let columnsMax = 110

    static func fileLinesMax(of file: SourceFile) -> Int? {
        switch file.language {
        case .swift, .c, .python, .shell: 500
        case .javaScript, .css, .html: 300
        case .markdown, .other: nil
        }
    }

    /// `longFunctions` are the exceptions, as "PATH NAME".
    static func check(_ project: Project, longFunctions: Set<String> = []) -> [Violation] {
        project.files.flatMap { file -> [Violation] in
            guard let linesMax = fileLinesMax(of: file) else { return [] }
            return fileLength(file, linesMax) + lineLengths(file)
                + functionLengths(file).filter { !longFunctions.contains("\(file.path) \($0.name)") }
                .map {
                    file.violation($0.line, "\($0.name) is \($0.count) lines long, over \(functionLinesMax)")
                }
        }
    }

    private static func fileLength(_ file: SourceFile, _ linesMax: Int) -> [Violation] {
        let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
        return count > linesMax ? [file.violation(linesMax, "\(count) lines, over \(linesMax)")] : []
    }

    private static func lineLengths(_ file: SourceFile) -> [Violation] {
        file.lines.enumerated().compactMap { index, line in
            // Most lines are short in bytes already, and bytes are quick to count.
            guard line.utf8.count > columnsMax, line.count > columnsMax else { return nil }
            return file.violation(index + 1, "\(line.count) columns, over \(columnsMax)")
        }
    }

    private static func functionLengths(_ file: SourceFile) -> [(name: String, line: Int, count: Int)] {
        Functions.ownLineCounts(in: file).filter { $0.count > functionLinesMax }
            .map { ($0.span.name, $0.span.lines.lowerBound, $0.count) }
    }
}

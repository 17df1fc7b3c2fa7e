/// What holds for every text of the project, code or not.
enum TextRules {
    // In pieces, so that this file does not find itself.
    private static let unfinished = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    private static let machineFolders = ["home", "root", "Users", "work", "farm", "tmp"].map {
        "/" + $0 + "/"
    }

    /// Notes to oneself: a thing is done, or it is an issue.
    static func unfinishedWork(_ project: Project) -> [Violation] {
        lines(of: project) { line in
            unfinished.first { mark in line.contains(mark) && words(line).contains { $0 == mark } }
                .map { "\($0): finish it or open an issue" }
        }
    }

    /// Paths that exist on one machine only.
    static func machinePaths(_ project: Project) -> [Violation] {
        lines(of: project) { line in
            machineFolders.first { folder in
                line.ranges(of: folder).contains { range in
                    // `example.org/home/` and `Web/work/` are something else.
                    guard range.lowerBound > line.startIndex else { return true }
                    let before = line[line.index(before: range.lowerBound)]
                    return !(before.isLetter || before.isNumber || "._-~)}".contains(before))
                }
            }
            .map { "\($0): a path of one machine" }
        }
    }

    private static func words(_ line: Substring) -> [Substring] {
        line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    }

    private static func lines(
        of project: Project, reason: (Substring) -> String?
    ) -> [Violation] {
        project.files.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                reason(line).map { file.violation(index + 1, $0) }
            }
        }
    }
}

/// Markdown: one title, first; links that lead somewhere.
enum MarkdownRules {
    static func check(_ project: Project) -> [Violation] {
        let paths = Set(project.files.map(\.path))
        return project.files.filter { $0.language == .markdown }.flatMap { file in
            titles(file) + links(file, project, paths)
        }
    }

    /// The lines outside of code fences, with their numbers.
    private static func prose(_ file: SourceFile) -> [(number: Int, text: Substring)] {
        var isFenced = false
        return file.lines.enumerated().compactMap { index, line in
            if line.drop(while: \.isWhitespace).hasPrefix("```") {
                isFenced.toggle()
                return nil
            }
            return isFenced ? nil : (index + 1, line)
        }
    }

    private static func titles(_ file: SourceFile) -> [Violation] {
        let titles = prose(file).filter { $0.text.hasPrefix("# ") }.map(\.number)
        if titles.first != 1 { return [file.violation(1, "does not begin with its title")] }
        return titles.dropFirst().map { file.violation($0, "a second title") }
    }

    private static func links(_ file: SourceFile, _ project: Project, _ paths: Set<String>) -> [Violation] {
        prose(file).flatMap { line in
            targets(in: line.text).compactMap { target -> Violation? in
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let path = parts[0].isEmpty ? file.path : resolve(parts[0], from: file)
                let isFolder = paths.contains { $0.hasPrefix(path + "/") }
                guard paths.contains(path) || isFolder || path.isEmpty else {
                    return file.violation(line.number, "\(target) leads nowhere")
                }
                guard parts.count == 2, let other = project.files.first(where: { $0.path == path }),
                    !anchors(of: other).contains(String(parts[1]))
                else { return nil }
                return file.violation(line.number, "\(target): no such heading")
            }
        }
    }

    /// What stands in the round brackets of links into the project. Code spans hold no links.
    private static func targets(in line: Substring) -> [Substring] {
        let text = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset.isMultiple(of: 2) ? $0.element : "code" }.joined()
        return text.split(separator: "](", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            guard let end = rest.firstIndex(where: { $0 == ")" || $0 == " " }) else { return nil }
            let target = rest[..<end]
            let isElsewhere = target.contains("://") || target.hasPrefix("mailto:") || target.isEmpty
            return isElsewhere ? nil : target
        }
    }

    private static func resolve(_ target: Substring, from file: SourceFile) -> String {
        var parts = target.hasPrefix("/") ? [] : Array(file.pathParts.dropLast())
        for part in target.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// The names that GitHub gives to headings.
    private static func anchors(of file: SourceFile) -> Set<String> {
        Set(
            prose(file).filter { $0.text.hasPrefix("#") }.map { line in
                line.text.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
                    .filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
                    .replacing(" ", with: "-")
            })
    }
}

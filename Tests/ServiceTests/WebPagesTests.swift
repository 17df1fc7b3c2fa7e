import TestKit
import Testing
import WebAssets
import Wire

@testable import Service

struct WebPagesTests {
    private static let index = """
        <html lang="en">
        <link rel="icon" href="images/icon.svg"><link rel="manifest" href="manifest.webmanifest">
        <link rel="stylesheet" href="style/a.css"><script src="js/main.js"></script>
        <a href="js.html">js/main.js</a>
        """

    private func assets(_ changes: [String: String] = [:]) -> [WebAsset] {
        let files = [
            "index.html": Self.index, "js/main.js": "1", "style/a.css": "", "images/icon.svg": "<svg/>",
            "sw.js": "const served = \(WebVersion.workerPlaceholder);", "manifest.webmanifest": "{}",
        ]
        return files.merging(changes) { _, changed in changed }
            .map { WebAsset(path: $0.key, bytes: Array($0.value.utf8)) }
    }

    private func text(_ page: WebPages.Page?) -> String { String(decoding: page?.bytes ?? [], as: UTF8.self) }

    @Test func `equal files have equal versions, others have others`() {
        let version = WebVersion(assets()).text
        #expect(version.count == 16 && version.allSatisfy(\.isHexDigit))
        #expect(WebVersion(assets().reversed()).text == version)
        for changes in [["js/main.js": "2"], ["js/other.js": ""], ["index.html": ""], ["sw.js": ""]] {
            #expect(WebVersion(assets(changes)).text != version, "\(changes)")
        }
        // What moves from one file to the next is another version too.
        #expect(
            WebVersion(assets(["a": "bc", "b": ""])).text != WebVersion(assets(["a": "b", "b": "c"])).text)
    }

    @Test func `the page names its files by their version, from wherever it is`() {
        let pages = WebPages(assets())
        let version = pages.version
        for (page, root) in [(pages.index, ""), (pages.boardIndex, "../")] {
            #expect(
                text(page) == """
                    <html data-version="\(version)" lang="en">
                    <link rel="icon" href="\(root)v/\(version)/images/icon.svg">\
                    <link rel="manifest" href="\(root)manifest.webmanifest">
                    <link rel="stylesheet" href="\(root)v/\(version)/style/a.css">\
                    <script src="\(root)v/\(version)/js/main.js"></script>
                    <a href="js.html">js/main.js</a>
                    """)
        }
        #expect(pages.index?.entityTag != pages.boardIndex?.entityTag)
        #expect(text(pages.page(path: "/index.html")?.page) == text(pages.index))
    }

    @Test func `the worker is told its version and the files of it`() throws {
        let pages = WebPages(assets())
        let worker = text(pages.page(path: "/sw.js")?.page)
        let told = worker.dropFirst("const served = ".count).dropLast()
        let json = try JSONValue.parse(Array(told.utf8))
        #expect(json["version"]?.string == pages.version)
        #expect(
            json["files"]?.elements?.map(\.string) == ["images/icon.svg", "js/main.js", "style/a.css"])
        // The real one has the place where that goes, once.
        let source = try #require(WebAssets.all.first { $0.path == WebVersion.workerPath })
        let parts = String(decoding: source.bytes, as: UTF8.self).split(
            separator: WebVersion.workerPlaceholder, omittingEmptySubsequences: false)
        #expect(parts.count == 2)
    }

    @Test func `a file is served by its path, and for good by this version alone`() {
        let pages = WebPages(assets())
        let plain = pages.page(path: "/js/main.js")
        let lasting = pages.page(path: "/v/\(pages.version)/js/main.js")
        #expect(plain?.isForGood == false && lasting?.isForGood == true)
        #expect(text(plain?.page) == "1" && text(lasting?.page) == "1")
        let older = WebPages(assets(["js/main.js": "0"])).version
        for path in [
            "/v/\(older)/js/main.js", "/v/js/main.js", "/v/\(pages.version)/js/none.js",
            "/v/\(pages.version)/index.html", "/v/\(pages.version)/sw.js", "/v/\(pages.version)//js/main.js",
            "/v/\(pages.version)/../sw.js", "v/\(pages.version)/js/main.js", "/v/\(pages.version)/", "/v", "",
        ] {
            #expect(pages.page(path: path) == nil, "\(path)")
        }
    }

    @Test func `a server without the client serves nothing of it`() {
        let pages = WebPages([])
        #expect(pages.index == nil && pages.boardIndex == nil && pages.page(path: "/index.html") == nil)
    }
}

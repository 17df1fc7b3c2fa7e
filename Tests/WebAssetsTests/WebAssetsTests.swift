import Foundation
import TestKit
import Testing

@testable import WebAssets

struct WebAssetsTests {
    /// The files of a folder of the project, by the paths that they are served at.
    private func files(in folder: String, servedBelow prefix: String) throws -> [String: URL] {
        let folder = ProjectFiles.root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
            .filter { path in
                let values = try folder.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
                return values.isRegularFile == true && !path.hasPrefix(".") && !path.contains("/.")
            }
        return Dictionary(uniqueKeysWithValues: paths.map { (prefix + $0, folder.appending(path: $0)) })
    }

    @Test func `every file of the client and every icon is embedded, byte for byte`() throws {
        let expected = try files(in: "Web", servedBelow: "")
            .merging(files(in: "Assets/Icons", servedBelow: "images/")) { page, _ in page }
        #expect(WebAssets.all.map(\.path) == expected.keys.sorted())
        for asset in WebAssets.all {
            let onDisk = try Data(contentsOf: try #require(expected[asset.path]))
            #expect(Data(asset.bytes) == onDisk, "\(asset.path)")
            #expect(asset.contentType != "application/octet-stream", "\(asset.path)")
        }
    }

    @Test func `unpacking gives back every byte value`() {
        let packed = String(String.UnicodeScalarView((0...255).map { Unicode.Scalar(UInt8($0)) }))
        #expect(WebAssets.unpack(packed) == Array(0...255))
    }

    @Test(arguments: [
        ("index.html", "text/html; charset=utf-8"), ("js/main.js", "text/javascript; charset=utf-8"),
        ("style/page.CSS", "text/css; charset=utf-8"), ("a.tar.json", "application/json"),
        ("icon.svg", "image/svg+xml"), ("site.webmanifest", "application/manifest+json"),
        ("font.woff2", "font/woff2"), ("favicon.ico", "image/vnd.microsoft.icon"), ("icon.png", "image/png"),
        ("robots.txt", "text/plain; charset=utf-8"), ("LICENSE", "application/octet-stream"),
        ("folder.js/file", "application/octet-stream"), ("", "application/octet-stream"),
    ])
    func `the ending of the name tells the content type`(path: String, contentType: String) {
        #expect(WebAsset.contentType(of: path) == contentType)
    }
}

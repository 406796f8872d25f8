#include "formats/mrt_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/mrt_testing.h"

namespace ringfence::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Read {
  std::vector<MrtPeer> peers;
  std::vector<std::string> findings;
};

Read ReadBytes(const std::string& bytes, std::optional<net::IpAddress> only = std::nullopt) {
  const base::SourceFile source("feed.mrt", bytes);
  base::Diagnostics diagnostics;
  Read read{ReadMrt(source, base::FileId(0), only, diagnostics), {}};
  for (const base::Diagnostic& one : diagnostics.items())
    read.findings.push_back(fmt::format("{}: {}", base::InfoOf(one.kind).id, one.what));
  return read;
}

/// "peer prefix via next-hop path".
std::vector<std::string> Routes(const Read& read) {
  std::vector<std::string> texts;
  for (const MrtPeer& peer : read.peers) {
    for (const routing::AnnouncedRoute& route : peer.routes) {
      const routing::AnnouncedPath& path = peer.paths[route.path];
      texts.push_back(fmt::format("{} {} via {} {}", net::ToString(peer.address), net::ToString(route.prefix),
                                  path.next_hop ? net::ToString(*path.next_hop) : "-",
                                  routing::TextOf(path.as_path)));
    }
  }
  return texts;
}

TEST(Mrt, TableOfTwoPeers) {
  const std::string a = PlainAttributes({64501, 70000}, "192.0.2.1");
  const std::string b = PlainAttributes({64502}, "192.0.2.9");
  const Read read =
      ReadBytes(PeerIndex(2) + TableEntry(2, "198.51.100.0/24", {TableRoute(0, a), TableRoute(1, b)}) +
                TableEntry(2, "0.0.0.0/0", {TableRoute(1, b)}));
  EXPECT_THAT(read.findings, IsEmpty());
  EXPECT_THAT(Routes(read), ElementsAre("192.0.2.1 198.51.100.0/24 via 192.0.2.1 64501 70000",
                                        "192.0.2.2 0.0.0.0/0 via 192.0.2.9 64502",
                                        "192.0.2.2 198.51.100.0/24 via 192.0.2.9 64502"));
  EXPECT_EQ(read.peers[1].as, 64502U);
  EXPECT_EQ(read.peers[1].router_id, 2U);
  EXPECT_EQ(read.peers[1].paths.size(), 1U) << "equal attributes are kept once";
}

TEST(Mrt, OnePeerOfMany) {
  const std::string a = PlainAttributes({64501}, "192.0.2.1");
  const std::string file =
      PeerIndex(2) + TableEntry(2, "198.51.100.0/24", {TableRoute(0, a), TableRoute(1, a)});
  EXPECT_EQ(ReadBytes(file, net::ParseAddress("192.0.2.2")).peers.size(), 1U);
  EXPECT_THAT(ReadBytes(file, net::ParseAddress("192.0.2.7")).peers, IsEmpty());
}

TEST(Mrt, Ipv6WithTheShortAndTheWholeNextHop) {
  const std::string base = Attribute(1, Wire(2, 1)) + Attribute(2, Segment(2, {64501}));
  const std::string hop = Wire(16, 1) + WireAddress("2001:db8::1");
  const std::string both = Wire(32, 1) + WireAddress("2001:db8::2") + WireAddress("fe80::2");
  const std::string whole = Wire(2, 2) + Wire(1, 1) + hop + Wire(0, 1) + WirePrefix("2001:db8:2::/48");
  const Read read = ReadBytes(
      PeerIndex(1) + TableEntry(4, "2001:db8:1::/48", {TableRoute(0, base + Attribute(14, both, 0x80))}) +
      TableEntry(4, "2001:db8:2::/48", {TableRoute(0, base + Attribute(14, whole, 0x80))}));
  EXPECT_THAT(read.findings, IsEmpty());
  EXPECT_THAT(Routes(read), ElementsAre("192.0.2.1 2001:db8:1::/48 via 2001:db8::2 64501",
                                        "192.0.2.1 2001:db8:2::/48 via 2001:db8::1 64501"));
}

TEST(Mrt, AdditionalPathsStandBesideEachOther) {
  const std::string a = PlainAttributes({64501}, "192.0.2.1");
  const std::string b = PlainAttributes({64501, 64501}, "192.0.2.1");
  const Read read =
      ReadBytes(PeerIndex(1) + TableEntry(8, "198.51.100.0/24",
                                          {TableRoute(0, b, Wire(2, 4)), TableRoute(0, a, Wire(1, 4))}));
  EXPECT_THAT(Routes(read), ElementsAre("192.0.2.1 198.51.100.0/24 via 192.0.2.1 64501",
                                        "192.0.2.1 198.51.100.0/24 via 192.0.2.1 64501 64501"));
}

TEST(Mrt, TheOldTable) {
  const std::string attributes = PlainAttributes({64501}, "192.0.2.1", 2);
  const std::string body = Wire(0, 4) + WireAddress("198.51.100.0") + Wire(24, 1) + Wire(1, 1) + Wire(0, 4) +
                           WireAddress("192.0.2.1") + Wire(64501, 2) + Wire(attributes.size(), 2) +
                           attributes;
  EXPECT_THAT(Routes(ReadBytes(Record(12, 1, body))),
              ElementsAre("192.0.2.1 198.51.100.0/24 via 192.0.2.1 64501"));
}

TEST(Mrt, MessagesAreAppliedInOrder) {
  const std::string first = PlainAttributes({64501}, "192.0.2.1");
  const std::string then = PlainAttributes({64501, 64502}, "192.0.2.1");
  const std::string both = WirePrefix("198.51.100.0/24") + WirePrefix("203.0.113.0/24");
  std::string file = FromPeer(4, UpdateMessage("", first, both));
  EXPECT_EQ(Routes(ReadBytes(file)).size(), 2U);
  file += FromPeer(4, UpdateMessage("", then, WirePrefix("203.0.113.0/24")));
  file += FromPeer(4, UpdateMessage(WirePrefix("198.51.100.0/24"), "", ""));
  const Read read = ReadBytes(file);
  EXPECT_THAT(read.findings, IsEmpty());
  EXPECT_THAT(Routes(read), ElementsAre("192.0.2.1 203.0.113.0/24 via 192.0.2.1 64501 64502"));
  EXPECT_EQ(read.peers[0].paths.size(), 1U) << "what is gone is not kept";
  EXPECT_THAT(Routes(ReadBytes(file + FromPeer(5, Wire(6, 2) + Wire(1, 2)))), IsEmpty())
      << "a session that ends takes its routes";
  EXPECT_EQ(Routes(ReadBytes(file + FromPeer(5, Wire(5, 2) + Wire(6, 2)))).size(), 1U);
  EXPECT_EQ(Routes(ReadBytes(file + FromPeer(7, UpdateMessage(WirePrefix("203.0.113.0/24"), "", "")))).size(),
            1U)
      << "what the writer of the file sent is not heard by it";
}

TEST(Mrt, TimesWithMicroseconds) {
  std::string record =
      FromPeer(4, UpdateMessage("", PlainAttributes({64501}, "192.0.2.1"), WirePrefix("0.0.0.0/0")));
  record = record.substr(0, 4) + Wire(17, 2) + Wire(4, 2) + Wire(record.size() - 12 + 4, 4) + Wire(5, 4) +
           record.substr(12);
  EXPECT_THAT(Routes(ReadBytes(record)), ElementsAre("192.0.2.1 0.0.0.0/0 via 192.0.2.1 64501"));
}

TEST(Mrt, LongNumbersComeFromAs4Path) {
  const auto merged = [](const std::string& path, const std::string& four, const std::string& more = "") {
    const std::string attributes = Attribute(1, Wire(0, 1)) + Attribute(2, path) +
                                   Attribute(3, WireAddress("192.0.2.1")) + more + Attribute(17, four, 0xc0);
    const Read read = ReadBytes(FromPeer(1, UpdateMessage("", attributes, WirePrefix("0.0.0.0/0")), 2));
    EXPECT_THAT(read.findings, IsEmpty());
    return read.peers.empty() || read.peers[0].paths.empty()
               ? ""
               : routing::TextOf(read.peers[0].paths[0].as_path);
  };
  EXPECT_EQ(merged(Segment(2, {64501, 23456, 23456}, 2), Segment(2, {70000, 70001})), "64501 70000 70001");
  EXPECT_EQ(merged(Segment(2, {64501}, 2), Segment(2, {70000, 70001})), "64501")
      << "longer than the path: not used";
  EXPECT_EQ(merged(Segment(2, {64501, 23456}, 2) + Segment(1, {1, 2}, 2),
                   Segment(2, {70000}) + Segment(1, {1, 70001})),
            "64501 70000 {1 70001}");
  EXPECT_EQ(merged(Segment(2, {64501, 23456}, 2), Segment(2, {70000}),
                   Attribute(7, Wire(64501, 2) + Wire(1, 4), 0xc0)),
            "64501 23456")
      << "the aggregator is no new speaker, so AS4_PATH is a leftover";
}

TEST(Mrt, Attributes) {
  const std::string attributes =
      PlainAttributes({64501}, "192.0.2.1") + Attribute(4, Wire(7, 4), 0x80) + Attribute(5, Wire(200, 4)) +
      Attribute(6, "") + Attribute(8, Wire(64501, 2) + Wire(9, 2), 0xc0) + Attribute(9, Wire(3, 4), 0x80) +
      Attribute(10, Wire(4, 4) + Wire(5, 4), 0x80) +
      Attribute(16,
                Wire(0x0002, 2) + Wire(64501, 2) + Wire(70000, 4) + Wire(0x0103, 2) + WireAddress("1.2.3.4") +
                    Wire(5, 2) + Wire(0x0202, 2) + Wire(70000, 4) + Wire(5, 2) + Wire(0x030b, 2) +
                    Wire(0, 2) + Wire(7, 4) + Wire(0x0600, 2) + Wire(1, 6),
                0xc0) +
      Attribute(32, Wire(70000, 4) + Wire(1, 4) + Wire(2, 4), 0xc0) + Attribute(200, "any", 0xc0);
  const Read read = ReadBytes(PeerIndex(1) + TableEntry(2, "0.0.0.0/0", {TableRoute(0, attributes)}));
  EXPECT_THAT(read.findings, IsEmpty());
  ASSERT_EQ(read.peers.size(), 1U);
  const routing::AnnouncedPath& path = read.peers[0].paths[0];
  EXPECT_EQ(path.origin, model::BgpOrigin::kIgp);
  EXPECT_EQ(path.med, 7U);
  EXPECT_EQ(path.local_preference, 200U);
  EXPECT_EQ(path.originator, 3U);
  EXPECT_THAT(path.clusters, ElementsAre(4U, 5U));
  EXPECT_THAT(path.standard, ElementsAre("64501:9"));
  EXPECT_THAT(path.extended, ElementsAre("target:64501:70000", "origin:1.2.3.4:5", "target:70000:5",
                                         "color:0:7", "0x0600:000000000001"));
  EXPECT_THAT(path.large, ElementsAre("70000:1:2"));
}

/// What is said about a table with these attributes; the good entry behind it is read all the same.
std::string FaultOf(const std::string& attributes) {
  const Read read = ReadBytes(PeerIndex(1) + TableEntry(2, "198.51.100.0/24", {TableRoute(0, attributes)}) +
                              TableEntry(2, "0.0.0.0/0", {TableRoute(0, PlainAttributes({1}, "192.0.2.1"))}));
  EXPECT_THAT(Routes(read), ElementsAre("192.0.2.1 0.0.0.0/0 via 192.0.2.1 1"));
  EXPECT_EQ(read.findings.size(), 1U);
  return read.findings.empty() ? "" : read.findings[0];
}

TEST(Mrt, BrokenAttributesAreNamedWithTheirPlace) {
  EXPECT_EQ(FaultOf(Attribute(1, Wire(3, 1))),
            "mrt-broken: byte 66, in the record at byte 33: origin 3; 2 is the highest");
  EXPECT_THAT(FaultOf(Attribute(1, Wire(0, 2))),
              HasSubstr("attribute 1 has 2 bytes, which is no length of it"));
  EXPECT_THAT(FaultOf(Attribute(3, "abc")), HasSubstr("attribute 3 has 3 bytes"));
  EXPECT_THAT(FaultOf(Attribute(8, "abc")), HasSubstr("attribute 8 has 3 bytes"));
  EXPECT_THAT(FaultOf(Attribute(2, Segment(5, {1}))), HasSubstr("5 is no kind of path segment"));
  EXPECT_THAT(FaultOf(Attribute(2, Segment(2, {}))), HasSubstr("an empty path segment"));
  EXPECT_THAT(FaultOf(Attribute(2, Wire(2, 1) + Wire(9, 1) + Wire(1, 4))),
              HasSubstr("longer than its attribute"));
  EXPECT_THAT(FaultOf(Wire(0x40, 1) + Wire(1, 1) + Wire(9, 1)),
              HasSubstr("attribute 1 is longer than its message"));
  EXPECT_THAT(FaultOf(Attribute(6, "") + Attribute(6, "")), HasSubstr("attribute 6 stands there twice"));
  EXPECT_THAT(FaultOf(Attribute(200, "", 0x40)), HasSubstr("marked as well-known and is not"));
  EXPECT_THAT(FaultOf(Attribute(14, Wire(5, 1) + "abcde", 0x80)), HasSubstr("a next hop of 5 bytes"));
  std::string path;
  for (int i = 0; i < 5; ++i) path += Segment(2, std::vector<std::uint32_t>(201, 1));
  EXPECT_THAT(FaultOf(Attribute(2, path)), HasSubstr("an AS path of 1005 numbers; 1000 are the most"));
}

TEST(Mrt, BrokenRecords) {
  const auto fault = [](const std::string& bytes) {
    const Read read = ReadBytes(bytes);
    EXPECT_THAT(Routes(read), IsEmpty());
    EXPECT_GE(read.findings.size(), 1U);
    return read.findings.empty() ? "" : read.findings[0];
  };
  const std::string good = PlainAttributes({1}, "192.0.2.1");
  EXPECT_THAT(fault("abc"), HasSubstr("byte 0, in the record at byte 0: the header of a record is cut off"));
  EXPECT_THAT(fault(Record(13, 1, "").substr(0, 8) + Wire(9, 4)),
              HasSubstr("a record of 9 bytes, where 0 are left"));
  EXPECT_THAT(fault(Record(0, 0, "")), HasSubstr("records of type 0 are not read"));
  EXPECT_THAT(fault(Record(13, 13, "")), HasSubstr("tables of kind 13 are not read"));
  EXPECT_THAT(fault(Record(16, 3, "")), HasSubstr("messages of kind 3 are not read"));
  EXPECT_THAT(fault(Record(13, 1, "abc")), HasSubstr("a list of peers does not have the length it says"));
  EXPECT_THAT(fault(TableEntry(2, "0.0.0.0/0", {TableRoute(4, good)})),
              HasSubstr("a route of peer 4, where the list of peers has 0"));
  EXPECT_THAT(fault(Record(13, 2, Wire(0, 4) + Wire(33, 1) + Wire(0, 5) + Wire(0, 2))),
              HasSubstr("a prefix of 33 bits"));
  EXPECT_THAT(fault(FromPeer(4, "x")), HasSubstr("a BGP message of 1 bytes; the header has 19"));
  EXPECT_THAT(fault(FromPeer(4, std::string(19, 'x'))), HasSubstr("without its marker"));
  EXPECT_THAT(fault(FromPeer(4, UpdateMessage("", good, WirePrefix("0.0.0.0/0")) + "x")),
              HasSubstr("says it has"));
  EXPECT_THAT(fault(FromPeer(4, UpdateMessage("", good, Wire(24, 1)))), HasSubstr("a prefix is cut off"));
}

TEST(Mrt, ManyBrokenRecordsEndTheReading) {
  std::string bytes;
  for (std::size_t i = 0; i < 3 * kMrtFaultsMax; ++i) bytes += Record(0, 0, "");
  const Read read = ReadBytes(bytes);
  EXPECT_EQ(read.findings.size(), kMrtFaultsMax + 1);
  EXPECT_THAT(read.findings.back(), HasSubstr("the rest is not read"));
}

/// Found by the fuzzer: routes of one record, each of a peer that is not there, were all named.
TEST(Mrt, OneRecordOfManyFaultsEndsTheReading) {
  const std::string route = TableRoute(4, PlainAttributes({1}, "192.0.2.1"));
  const std::string bytes =
      TableEntry(2, "0.0.0.0/0", std::vector<std::string>(3 * kMrtFaultsMax, route)) + PeerIndex(1);
  const Read read = ReadBytes(bytes);
  EXPECT_EQ(read.findings.size(), kMrtFaultsMax + 1);
  EXPECT_THAT(read.findings.back(), HasSubstr("too many faults: the rest is not read"));
}

TEST(Mrt, CompressedFilesAreNotRead) {
  EXPECT_THAT(ReadBytes("\x1f\x8b\x08").findings,
              ElementsAre("file-compressed: the file is compressed by gzip"));
  EXPECT_THAT(ReadBytes("BZh91AY").findings, ElementsAre("file-compressed: the file is compressed by bzip2"));
}

}  // namespace
}  // namespace ringfence::formats

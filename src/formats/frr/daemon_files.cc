// What follows from a configuration that lies in one file for each daemon.
//
// Problem: with an integrated configuration vtysh gives every daemon every list and route map. With files of
// their own a daemon knows only what its file defines; the common text of all files hides that.
// Idea: for each name the files that define it. A line that speaks of a name its own file does not define, or
// that defines a name a second time, is not modelled. Words are compared, not statements: a word that happens
// to be a name costs an answer, never its truth. Cost: one pass, a look-up for each word.

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "formats/frr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

/// Takes the next word when it may be the keyword or a shortened one.
bool Takes(WordCursor& words, std::string_view keyword) {
  if (words.done() || !keyword.starts_with(words.Peek().text)) return false;
  words.Next();
  return true;
}

/// The name a line may define a list or route map by; "" when it defines none.
std::string_view DefinedBy(WordCursor words) {
  if (Takes(words, "route-map") || Takes(words, "access-list")) return words.Next().text;
  if (Takes(words, "ipv6")) {
    return Takes(words, "prefix-list") || Takes(words, "access-list") ? words.Next().text : "";
  }
  if (!Takes(words, "bgp")) return "";
  if (Takes(words, "as-path")) return Takes(words, "access-list") ? words.Next().text : "";
  const bool communities = Takes(words, "community-list") || Takes(words, "large-community-list") ||
                           Takes(words, "extcommunity-list");
  if (!communities) return "";
  if (!Takes(words, "standard")) Takes(words, "expanded");
  return words.Next().text;
}

/// Daemons that bring routes or sessions, and whether the text has anything for them to do.
struct Daemon {
  std::string_view name;
  bool (*configured)(const Reader&);
};

template <class Process>
bool Runs(const std::vector<Process>& processes, net::Family family) {
  return std::ranges::find(processes, family, &Process::family) != processes.end();
}

constexpr Daemon kDaemons[] = {
    {"bgpd", [](const Reader& reader) { return !reader.bgps.empty(); }},
    {"isisd", [](const Reader& reader) { return !reader.vendor.isis.empty(); }},
    {"ospf6d", [](const Reader& reader) { return Runs(reader.vendor.ospf, net::Family::kIpv6); }},
    {"ospfd", [](const Reader& reader) { return Runs(reader.vendor.ospf, net::Family::kIpv4); }},
    {"ripd", [](const Reader& reader) { return Runs(reader.vendor.rip, net::Family::kIpv4); }},
    {"ripngd", [](const Reader& reader) { return Runs(reader.vendor.rip, net::Family::kIpv6); }},
    // Without these nothing works, whatever is configured.
    {"staticd", [](const Reader&) { return true; }},
    {"zebra", [](const Reader&) { return true; }},
};

}  // namespace

Verdict ReadDaemonLine(const Reader& reader, std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return kNotKnown;
  const std::string_view name = line.substr(0, equals);
  const std::string_view value = line.substr(equals + 1);
  if (name == "frr_profile") return NotModelled(kRouting, "profile of defaults");
  if (value != "no") return kNoEffect;  // it runs, or these are options of its process
  const auto daemon = std::ranges::find(kDaemons, name, &Daemon::name);
  const bool matters = daemon != std::end(kDaemons) && daemon->configured(reader);
  return matters ? NotModelled(kRouting, "a daemon that does not run") : kNoEffect;
}

void CheckDaemonFiles(const base::SourceFile& source, Reader& reader) {
  const auto of_one_daemon = [](const base::SourceFile::Part& part) {
    const HostFile* file = FindHostFile(part.name);
    return file != nullptr && file->of_one_daemon;
  };
  if (source.parts().size() == 1 || std::ranges::none_of(source.parts(), of_one_daemon)) return;
  std::map<std::string, std::set<std::string_view>, std::less<>> files_with;  // by name of a list
  for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
    const std::string_view name = DefinedBy(WordCursor(source.line(line), {}, line));
    if (!name.empty()) files_with[std::string(name)].insert(source.PlaceOf(line).file);
  }
  for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
    if (reader.fates.at(line).fate != model::Fate::kModelled) continue;
    const std::string_view file = source.PlaceOf(line).file;
    WordCursor words(source.line(line), {}, line);
    for (words.Next(); !words.done(); words.Next()) {
      const auto known = files_with.find(words.Peek().text);
      if (known == files_with.end() || (known->second.size() == 1 && known->second.contains(file))) continue;
      reader.fates.Replace(line, {model::Fate::kUnmodelled, model::Impact{kRouting},
                                  "a list that another daemon's file defines"});
    }
  }
}

}  // namespace ringfence::formats::frr

// The lists that route policies ask: prefix lists, AS-path filters and community filters. Lines have an
// index; a line without one gets the next multiple of ten, as the device numbers them.
#include "formats/as_path_regex.h"
#include "formats/community_list_text.h"
#include "formats/community_text.h"
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::CommunityKind;

/// Step between indexes that the device gives.
constexpr std::uint32_t kIndexStep = 10;
/// Numbered community filters from here on hold patterns.
constexpr std::uint32_t kFirstAdvanced = 100, kFirstAdvancedExtended = 200;

/// Where a line of a list goes.
struct Place {
  std::uint32_t index = 0;
  bool given = false;   ///< the text has the index
  bool permit = false;  ///< action
  std::size_t bad_word = 0;
};

template <class Lines>
Place TakePlace(const Line& line, std::size_t& word, const Lines& lines) {
  Place place;
  if (line.at(word) == "index") {
    const auto index = NumberUpTo(line.at(word + 1));
    if (!index) place.bad_word = word + 1;
    place.index = index.value_or(0);
    place.given = true;
    word += 2;
  } else {
    place.index = lines.empty() ? kIndexStep : lines.rbegin()->first / kIndexStep * kIndexStep + kIndexStep;
  }
  place.permit = line.at(word) == "permit";
  if (!line.undo() && place.bad_word == 0 && !place.permit && line.at(word) != "deny") place.bad_word = word;
  ++word;
  return place;
}

/// Removes the whole list or one line of it.
template <class Lists>
Verdict Remove(Lists& lists, const std::string& name, const Place& place, bool one_line) {
  const auto found = lists.find(name);
  if (found == lists.end()) return Modelled();
  if (place.given) {
    found->second.lines.erase(place.index);
  } else if (one_line) {
    return Unmodelled(kRouting, "removal of a line of a list");
  } else {
    lists.erase(found);
  }
  return Modelled();
}

/// `greater-equal N`, `less-equal N` after the length of a prefix.
bool TakeLengths(Reader& reader, const Line& line, std::size_t word, std::uint32_t bits,
                 model::PrefixListLine& entry) {
  const std::uint32_t length = entry.prefix.length;
  std::uint32_t low = length;
  std::uint32_t high = length;
  bool high_given = false, low_given = false;
  for (; word < line.size(); word += 2) {
    const auto value = NumberUpTo(line.at(word + 1), bits);
    if (!value || *value < length)
      return reader.Invalid(line, word + 1, "not a usable length", kRouting), false;
    if (line.at(word) == "greater-equal") {
      low = *value;
      low_given = true;
    } else if (line.at(word) == "less-equal") {
      high = *value;
      high_given = true;
    } else {
      return reader.Invalid(line, word, "not a usable condition", kRouting), false;
    }
  }
  // `0.0.0.0 0 less-equal 32` is every prefix: without greater-equal the range begins at the length itself.
  if (low_given && !high_given) high = bits;
  if (high < low) return reader.Invalid(line, line.size() - 1, "an empty range of lengths", kRouting), false;
  entry.length_min = static_cast<std::uint8_t>(low);
  entry.length_max = static_cast<std::uint8_t>(high);
  return true;
}

/// Communities to the end of the line; false at a word that is none, which `word` then names.
bool TakeAll(CommunityKind kind, const Line& line, std::size_t& word,
             std::vector<model::CommunityText>& into) {
  while (word < line.size()) {
    const auto community = TakeCommunityWord(kind, line, word);
    if (!community) return false;
    into.push_back(*community);
  }
  return true;
}

Verdict ReadCommunities(Reader& reader, const Line& line, CommunityKind kind) {
  std::size_t word = 2;
  bool advanced = line.at(word) == "advanced";
  if (advanced || line.at(word) == "basic") ++word;
  if (const auto number = NumberUpTo(line.at(word))) {
    advanced =
        advanced || *number >= (kind == CommunityKind::kStandard ? kFirstAdvanced : kFirstAdvancedExtended);
  }
  const std::string name = ListName(ListKindOf(kind), line.at(word));
  if (line.at(word).empty()) return Unknown(kRouting);
  ++word;
  auto& lists = reader.config.policies.community_lists;
  const auto known = lists.find(name);
  const Place place =
      TakePlace(line, word, known == lists.end() ? CommunityListText{}.lines : known->second.lines);
  if (line.undo()) return Remove(lists, name, place, !line.at(word - 1).empty());
  if (place.bad_word != 0) return reader.Invalid(line, place.bad_word, "not permit or deny", kRouting);
  model::CommunityListLine entry;
  entry.permit = place.permit;
  entry.span = line.span();
  if (advanced) {
    const Translation regex = CharacterPatternToRegex(line.rest(word));
    if (!regex) return reader.Invalid(line, word, regex.error().what, kRouting);
    entry.regexes.push_back(*regex);
    entry.on_whole_list = true;
  } else if (kind == CommunityKind::kStandard && line.at(word) == "internet") {
    // Every route.
  } else if (!TakeAll(kind, line, word, entry.all_of)) {
    return reader.Invalid(line, word, "not a community", kRouting);
  }
  CommunityListText& list = lists[name];
  list.kind = kind;
  if (!list.span.valid()) list.span = line.span();
  list.lines[place.index] = std::move(entry);
  return Modelled();
}

}  // namespace

std::optional<model::CommunityText> TakeCommunityWord(CommunityKind kind, const Line& line,
                                                      std::size_t& word) {
  if (kind == CommunityKind::kStandard) return StandardCommunity(line.at(word++));
  if (kind == CommunityKind::kLarge) return LargeCommunity(line.at(word++));
  const std::string_view type = line.at(word);
  if (type != "rt" && type != "soo") return std::nullopt;
  word += 2;
  return ExtendedCommunity(type, line.at(word - 1));
}

Verdict ReadPrefixList(Reader& reader, const Line& line) {
  const bool v6 = line.at(1) == "ipv6-prefix";
  const std::uint32_t bits = v6 ? 128 : 32;
  auto& lists = reader.config.policies.prefix_lists;
  const std::string name = ListName(v6 ? ListKind::kPrefix6 : ListKind::kPrefix4, line.at(2));
  if (line.at(2).empty()) return Unknown(kRouting);
  if (line.at(3) == "description") return Irrelevant();
  std::size_t word = 3;
  const auto known = lists.find(name);
  const Place place =
      TakePlace(line, word, known == lists.end() ? PrefixListText{}.lines : known->second.lines);
  if (line.undo()) return Remove(lists, name, place, !line.at(word - 1).empty());
  if (place.bad_word != 0) return reader.Invalid(line, place.bad_word, "not permit or deny", kRouting);
  const auto address = net::ParseAddress(line.at(word));
  if (!address || (address->family == net::Family::kIpv6) != v6)
    return reader.Invalid(line, word, "not an address of the family", kRouting);
  const auto length = NumberUpTo(line.at(word + 1), bits);
  if (!length) return reader.Invalid(line, word + 1, "not a prefix length", kRouting);
  model::PrefixListLine entry;
  entry.permit = place.permit;
  entry.prefix = net::Prefix::Of(*address, static_cast<std::uint8_t>(*length));
  entry.span = line.span();
  word += 2;
  if (line.at(word) == "match-network") return Unmodelled(kRouting, "prefix list option");
  if (!TakeLengths(reader, line, word, bits, entry)) return Unknown(kRouting);
  PrefixListText& list = lists[name];
  if (!list.span.valid()) list.span = line.span();
  list.lines[place.index] = entry;
  return Modelled();
}

Verdict ReadAsPathFilter(Reader& reader, const Line& line) {
  auto& lists = reader.config.policies.as_path_lists;
  const std::string name(line.at(2));
  if (name.empty()) return Unknown(kRouting);
  std::size_t word = 3;
  const auto known = lists.find(name);
  const Place place =
      TakePlace(line, word, known == lists.end() ? AsPathListText{}.lines : known->second.lines);
  if (line.undo()) return Remove(lists, name, place, !line.at(word - 1).empty());
  if (place.bad_word != 0) return reader.Invalid(line, place.bad_word, "not permit or deny", kRouting);
  const Translation regex = CharacterPatternToRegex(line.rest(word));
  if (!regex) return reader.Invalid(line, word, regex.error().what, kRouting);
  AsPathListText& list = lists[name];
  if (!list.span.valid()) list.span = line.span();
  list.lines[place.index] = {place.permit, *regex, line.span()};
  return Modelled();
}

Verdict ReadCommunityFilter(Reader& reader, const Line& line) {
  if (line.at(1) == "community-filter") return ReadCommunities(reader, line, CommunityKind::kStandard);
  if (line.at(1) == "large-community-filter") return ReadCommunities(reader, line, CommunityKind::kLarge);
  return ReadCommunities(reader, line, CommunityKind::kExtended);
}

}  // namespace ringfence::formats::huawei_vrp

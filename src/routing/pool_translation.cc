#include "routing/pool_translation.h"

#include <utility>

namespace ringfence::routing {
namespace {

/// The known number, made room for.
template <class IdType>
IdType& PlaceOf(std::vector<IdType>& known, IdType id) {
  if (known.size() <= id.index()) known.resize(id.index() + 1);
  return known[id.index()];
}

}  // namespace

CommunitySetId PoolTranslation::Translate(CommunitySetId id) {
  std::vector<CommunityId> members;
  for (const CommunityId member : from_[id]) members.push_back(to_.InternCommunity(from_.TextOf(member)));
  return to_.InternSet(std::move(members));
}

AttributesId PoolTranslation::operator()(AttributesId id) {
  if (!id.valid()) return id;
  AttributesId& known = PlaceOf(blocks_, id);
  if (known.valid()) return known;
  PathAttributes block = from_[id];
  block.as_path = to_.Intern(from_[block.as_path]);
  block.standard = Translate(block.standard);
  block.extended = Translate(block.extended);
  block.large = Translate(block.large);
  block.clusters = to_.InternClusters(from_[block.clusters]);
  return known = to_.Intern(block);
}

AddressId PoolTranslation::operator()(AddressId id) {
  if (!id.valid()) return id;
  AddressId& known = PlaceOf(addresses_, id);
  if (!known.valid()) known = to_.Intern(from_[id]);
  return known;
}

}  // namespace ringfence::routing

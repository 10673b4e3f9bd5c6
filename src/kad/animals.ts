// Short friendly animals, the second word of a peer's nickname.

/** 256 animals, one for each value of a byte; none is a common insult. */
export const ANIMALS: readonly string[] = `
  alpaca antelope auk axolotl badger barbet bear bee beetle bilby bison bittern bobcat bongo
  buffalo bulbul bunny bunting camel canary caracal cardinal caribou carp cat cheetah chipmunk
  cicada civet coati collie colt condor coot corgi coyote crab crane cricket crow cub curlew
  dace darter deer dingo dipper dolphin dormouse dove duck duckling dugong dunlin eagle egret
  eider elk emu ermine falcon fawn ferret finch firefly flicker foal fox frog fulmar gannet
  gazelle gecko gerbil giraffe gnu goat godwit goose gopher goshawk grebe grouse gull guppy
  halibut hamster hare harrier hawk hedgehog heron hoopoe hornbill horse husky ibex ibis iguana
  impala jackal jackdaw jaguar jay jerboa kakapo kestrel kite kitten kiwi koala koel koi kudu
  ladybird lamb lapwing lark lemming lemur leopard linnet lion lizard llama lobster loon loris
  lory lynx macaw magpie mallard manatee manta mantis margay marlin marmot marten martin meerkat
  merlin minnow mole mongoose moose mouse muskox myna narwhal newt nuthatch ocelot octopus okapi
  opossum orca oriole oryx osprey ostrich otter ouzel owl oyster panda pangolin panther parrot
  pelican penguin petrel pheasant pigeon pika pipit platypus plover pollock pony poodle puffin
  puma puppy quail quokka quoll rabbit raccoon raven ray redstart redwing reindeer rhea robin
  rook sable saiga salmon sardine seahorse seal serval shark sheep shrike siskin skate skua
  snail snipe spaniel sparrow squid squirrel starfish starling stilt stoat stork sunbird swallow
  swan swift tanager tapir tarpon tarsier tern terrier thrush tiger tortoise toucan trout tuna
  turtle urchin vicuna vole wagtail wallaby walrus warbler waxwing weaver whippet wigeon wolf
  wombat wren yak zebra zebu
`
  .trim()
  .split(/\s+/)

// The bot that every library has here, in discord.js; `node bot.cjs TOKEN API`.
const {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} = require('discord.js');

const [token, api] = process.argv.slice(2);
const COLOURS = ['Red', 'Green', 'Blue'];

// The one line that a bot on the playground needs: the gateway's address comes from there, too.
const rest = { api };
const { Guilds, GuildMembers, GuildMessages, GuildMessageReactions, MessageContent } =
  GatewayIntentBits;
const client = new Client({
  rest,
  intents: [Guilds, GuildMembers, GuildMessages, GuildMessageReactions, MessageContent],
});

const COMMANDS = [
  new SlashCommandBuilder()
    .setName('paint')
    .setDescription('Paint something for somebody')
    .addStringOption((option) =>
      option.setName('colour').setDescription('Which').setRequired(true).setAutocomplete(true),
    )
    .addUserOption((option) => option.setName('person').setDescription('For whom')),
  new SlashCommandBuilder().setName('tidy').setDescription('Send, edit, react, delete and read'),
  new SlashCommandBuilder().setName('count').setDescription('Count the members'),
  new SlashCommandBuilder().setName('report').setDescription('Send a file'),
  new SlashCommandBuilder()
    .setName('discuss')
    .setDescription('Open a thread')
    .addStringOption((option) =>
      option.setName('topic').setDescription('About what').setRequired(true),
    ),
  new SlashCommandBuilder()
    .setName('announce')
    .setDescription('Say something as the town crier')
    .addStringOption((option) =>
      option.setName('words').setDescription('Which').setRequired(true),
    ),
];

function card(colour, person) {
  const embed = new EmbedBuilder().setTitle('Paint').setDescription(`${colour} for ${person}`);
  const why = new ButtonBuilder()
    .setCustomId('why')
    .setLabel('Why?')
    .setStyle(ButtonStyle.Primary);
  const size = new StringSelectMenuBuilder()
    .setCustomId('size')
    .setPlaceholder('Size')
    .addOptions({ label: 'Small', value: 's' }, { label: 'Large', value: 'l' });
  return {
    embeds: [embed],
    components: [
      new ActionRowBuilder().addComponents(why),
      new ActionRowBuilder().addComponents(size),
    ],
  };
}

async function paint(interaction) {
  const colour = interaction.options.getString('colour');
  const person = interaction.options.getMember('person') ?? interaction.member;
  await interaction.reply(card(colour, person.displayName));
}

async function suggest(interaction) {
  const typed = interaction.options.getFocused().toLowerCase();
  const found = COLOURS.filter((colour) => colour.toLowerCase().startsWith(typed));
  await interaction.respond(found.map((colour) => ({ name: colour, value: colour })));
}

async function ask(interaction) {
  const reason = new TextInputBuilder().setCustomId('reason').setStyle(TextInputStyle.Paragraph);
  const label = new LabelBuilder().setLabel('Reason').setTextInputComponent(reason);
  const form = new ModalBuilder().setCustomId('form').setTitle('Why?').addLabelComponents(label);
  await interaction.showModal(form);
}

async function hear(interaction) {
  const reason = interaction.fields.getTextInputValue('reason');
  const about = interaction.message.embeds[0].description;
  await interaction.reply({ content: `${about}: ${reason}`, flags: MessageFlags.Ephemeral });
}

async function resize(interaction) {
  const embed = EmbedBuilder.from(interaction.message.embeds[0]);
  embed.setFooter({ text: `Size ${interaction.values[0]}` });
  await interaction.update({ embeds: [embed], components: [] });
}

async function tidy(interaction) {
  await interaction.deferReply();
  const draft = await interaction.channel.send('draft');
  const final = await draft.edit('final');
  await final.react('👍');
  const wrong = await interaction.channel.send('wrong');
  await wrong.delete();
  const read = await interaction.channel.messages.fetch({ limit: 10 });
  const said = read.map((message) => message.content).filter(Boolean);
  await interaction.editReply(`Read: ${said.reverse().join(', ')}`);
}

async function count(interaction) {
  const members = await interaction.guild.members.list({ limit: 100 });
  await interaction.reply(`${members.size} members`);
}

async function report(interaction) {
  await interaction.reply({
    content: 'Here it is',
    files: [{ attachment: Buffer.from('all is well'), name: 'report.txt' }],
  });
}

async function discuss(interaction) {
  const topic = interaction.options.getString('topic');
  const first = await interaction.channel.send(`About ${topic}`);
  const thread = await first.startThread({ name: topic });
  await thread.send(`Let us discuss ${topic}`);
  await thread.members.add(interaction.user);
  const members = await thread.members.fetch({ withMember: true });
  await interaction.reply(`Opened ${thread} for ${members.size}`);
}

async function announce(interaction) {
  const hook = await interaction.channel.createWebhook({ name: 'Herald' });
  const sent = await hook.send({ content: 'Hear', username: 'Town crier' });
  await hook.editMessage(sent, `Hear: ${interaction.options.getString('words')}`);
  await hook.delete();
  await interaction.reply({ content: 'Announced', flags: MessageFlags.Ephemeral });
  await interaction.followUp({ content: 'Twice', flags: MessageFlags.Ephemeral });
}

const COMMAND_ANSWERS = { paint, tidy, count, report, discuss, announce };
const COMPONENT_ANSWERS = { why: ask, size: resize, form: hear };

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) return suggest(interaction);
  if (interaction.isCommand()) return COMMAND_ANSWERS[interaction.commandName](interaction);
  return COMPONENT_ANSWERS[interaction.customId](interaction);
});

client.on(Events.MessageCreate, async (message) => {
  if (message.content === 'ping') await message.reply('pong');
});

client.on(Events.MessageReactionAdd, async (reaction, user) => {
  if (user.bot) return;
  const member = await reaction.message.guild.members.fetch(user.id);
  await reaction.message.channel.send(`${reaction.emoji} from ${member.displayName}`);
});

client.on(Events.GuildMemberAdd, async (member) => {
  const channel = member.guild.channels.cache.find((found) => found.name === 'general');
  await channel.send(`Welcome, ${member.displayName}`);
});

client.once(Events.ClientReady, async () => {
  await client.application.commands.set(COMMANDS);
});

client.on(Events.Warn, (warning) => console.error(warning));
client.on(Events.Error, (error) => console.error(error));
client.login(token);

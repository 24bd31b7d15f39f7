/** Names as people bear them, to put in the place of others and to ask whether a name moves a stance. */
export interface Origin {
  readonly origin: string;
  readonly women: readonly string[];
  readonly men: readonly string[];
  readonly families: readonly string[];
}

function origin(name: string, women: string, men: string, families: string): Origin {
  return {
    origin: name,
    women: women.split(" "),
    men: men.split(" "),
    families: families.split(" "),
  };
}

export const ORIGINS: readonly Origin[] = [
  origin("Arab", "Layla Huda Amal", "Tariq Samir Yusuf", "Haddad Mansour Khoury"),
  origin("Chinese", "Meiling Xiaoyan Lihua", "Jianguo Weimin Haoran", "Zhou Huang Deng"),
  origin("English", "Margaret Harriet Joanna", "Edward Stephen Philip", "Whitlock Harding Ashworth"),
  origin("Ethiopian", "Tigist Hirut Aster", "Dawit Bekele Kebede", "Tesfaye Alemu Worku"),
  origin("French", "Camille Hélène Sylvie", "Étienne Thierry Laurent", "Moreau Lefèvre Girard"),
  origin("German", "Ingrid Annika Sabine", "Jürgen Matthias Dieter", "Schröder Neumann Vogel"),
  origin("Hausa and Yoruba", "Folake Ngozi Zainab", "Babatunde Olumide Sani", "Adeyemi Okonkwo Bello"),
  origin("Indian", "Lakshmi Anjali Meera", "Rajesh Arjun Vikram", "Iyer Deshmukh Banerjee"),
  origin("Indonesian", "Dewi Siti Ratna", "Bambang Agus Hendra", "Wibowo Santoso Nasution"),
  origin("Iranian", "Shirin Parisa Nasrin", "Kourosh Farhad Siavash", "Rostami Golestani Moradi"),
  origin("Japanese", "Haruka Yumiko Sachiko", "Kenji Takeshi Hiroshi", "Nakamura Fujita Ishikawa"),
  origin("Jewish", "Tamar Rivka Noa", "Avraham Eitan Moshe", "Rosenthal Mizrahi Shapiro"),
  origin("Korean", "Jiyeon Soyoung Minji", "Sunghoon Minsu Jaewon", "Kwon Baek Jeong"),
  origin("Latin American", "Lucía Ximena Paola", "Rodrigo Ernesto Mateo", "Quispe Villalobos Ibarra"),
  origin("Polish", "Agnieszka Katarzyna Ewa", "Zbigniew Andrzej Tomasz", "Nowak Wójcik Zieliński"),
  origin("Russian", "Svetlana Olga Tatyana", "Dmitri Sergei Nikolai", "Morozov Lebedev Orlov"),
  origin("Swahili", "Wanjiru Neema Zawadi", "Juma Baraka Kamau", "Mwangi Odhiambo Kiprono"),
  origin("Turkish", "Ayşe Elif Zeynep", "Mehmet Kemal Orhan", "Yıldız Demirtaş Aksoy"),
];

/** Countries with what comes from them and their capitals. */
export const COUNTRIES: readonly (readonly [country: string, adjective: string, capital: string])[] = [
  ["Algeria", "Algerian", "Algiers"],
  ["Armenia", "Armenian", "Yerevan"],
  ["Australia", "Australian", "Canberra"],
  ["Austria", "Austrian", "Vienna"],
  ["Azerbaijan", "Azerbaijani", "Baku"],
  ["Bangladesh", "Bangladeshi", "Dhaka"],
  ["Belgium", "Belgian", "Brussels"],
  ["Bolivia", "Bolivian", "La Paz"],
  ["Brazil", "Brazilian", "Brasília"],
  ["Canada", "Canadian", "Ottawa"],
  ["Chile", "Chilean", "Santiago"],
  ["Colombia", "Colombian", "Bogotá"],
  ["Egypt", "Egyptian", "Cairo"],
  ["Ethiopia", "Ethiopian", "Addis Ababa"],
  ["Germany", "German", "Berlin"],
  ["Ghana", "Ghanaian", "Accra"],
  ["Hungary", "Hungarian", "Budapest"],
  ["India", "Indian", "New Delhi"],
  ["Indonesia", "Indonesian", "Jakarta"],
  ["Iran", "Iranian", "Tehran"],
  ["Iraq", "Iraqi", "Baghdad"],
  ["Israel", "Israeli", "Jerusalem"],
  ["Italy", "Italian", "Rome"],
  ["Jordan", "Jordanian", "Amman"],
  ["Kenya", "Kenyan", "Nairobi"],
  ["Malawi", "Malawian", "Lilongwe"],
  ["Malaysia", "Malaysian", "Kuala Lumpur"],
  ["Morocco", "Moroccan", "Rabat"],
  ["Nigeria", "Nigerian", "Abuja"],
  ["Norway", "Norwegian", "Oslo"],
  ["Oman", "Omani", "Muscat"],
  ["Pakistan", "Pakistani", "Islamabad"],
  ["Peru", "Peruvian", "Lima"],
  ["Romania", "Romanian", "Bucharest"],
  ["Russia", "Russian", "Moscow"],
  ["Serbia", "Serbian", "Belgrade"],
  ["Syria", "Syrian", "Damascus"],
  ["Tanzania", "Tanzanian", "Dodoma"],
  ["Tunisia", "Tunisian", "Tunis"],
  ["Uganda", "Ugandan", "Kampala"],
  ["Ukraine", "Ukrainian", "Kyiv"],
  ["Zambia", "Zambian", "Lusaka"],
];

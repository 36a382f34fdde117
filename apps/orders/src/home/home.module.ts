import { Module } from '@nestjs/common';
import { HomeDesk } from './home-desk.js';
import { HomePageController } from './home-page.controller.js';
import { HomeController } from './home.controller.js';

/** What a household does by its own link. */
@Module({ controllers: [HomeController, HomePageController], providers: [HomeDesk] })
export class HomeModule {}
